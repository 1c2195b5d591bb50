// Refused: one_after_another

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    numbers.par_iter().with_min_len(1000).map(|number| work(*number)).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
