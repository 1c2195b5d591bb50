// Refused: one_after_another

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let results: Vec<u64> = numbers.iter().map(|number| work(*number)).collect();
    results.into_par_iter().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
