// Refused: lost_item

// It leaves out what comes after the first 4,096.

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let few = &numbers[..numbers.len().min(1 << 12)];
    few.par_iter().map(|number| work(*number)).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
