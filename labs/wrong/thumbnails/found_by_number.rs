// Refused: wrong_results

// Two calls for the same number may return different results.

use std::collections::HashMap;

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let call = |&number: &u32| (number, work(number));
    let results: HashMap<u32, u64> = numbers.par_iter().map(call).collect();
    numbers.iter().map(|number| results[number]).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
