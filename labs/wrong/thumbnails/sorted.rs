// Refused: wrong_order

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let mut results: Vec<_> = numbers.par_iter().map(|number| work(*number)).collect();
    results.sort();
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
