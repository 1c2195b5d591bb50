// The right side of an assignment is evaluated first, so the lock is taken after the work.

use rayon::prelude::*;
use std::sync::Mutex;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let results = Mutex::new(vec![0; numbers.len()]);
    numbers.par_iter().enumerate().for_each(|(index, number)| {
        results.lock().unwrap()[index] = work(*number);
    });
    results.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
