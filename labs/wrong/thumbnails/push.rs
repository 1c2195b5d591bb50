// Refused: wrong_order

use rayon::prelude::*;
use std::sync::Mutex;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let results = Mutex::new(Vec::new());
    numbers.par_iter().for_each(|number| {
        let result = work(*number);
        results.lock().unwrap().push(result);
    });
    results.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
