// Refused: done_twice

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    numbers.par_iter().for_each(|number| _ = work(*number));
    numbers.par_iter().map(|number| work(*number)).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
