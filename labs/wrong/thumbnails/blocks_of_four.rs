// Refused: not_all_at_once

// A fifth thread has nothing to do: each block waits for the one before.

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let mut results = Vec::new();
    for block in numbers.chunks(4) {
        results.par_extend(block.par_iter().map(|number| work(*number)));
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
