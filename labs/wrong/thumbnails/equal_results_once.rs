// Refused: wrong_results

use std::sync::Mutex;

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let done = Mutex::new(Vec::new());
    numbers.par_iter().enumerate().for_each(|(index, number)| {
        let result = work(*number);
        done.lock().unwrap().push((index, result));
    });
    let mut done = done.into_inner().unwrap();
    done.sort();
    {
        let mut all: Vec<_> = done.into_iter().map(|(_, result)| result).collect();
        all.dedup();
        all.into_iter()
    }
    .collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
