// Refused: wrong_results

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    vec![numbers.par_iter().map(|number| work(*number)).sum()]
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
