// Refused: lock_held

use rayon::prelude::*;
use std::sync::Mutex;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let results = Mutex::new(vec![0; numbers.len()]);
    numbers.par_iter().enumerate().for_each(|(index, number)| {
        let mut results = results.lock().unwrap();
        results[index] = work(*number);
    });
    results.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
