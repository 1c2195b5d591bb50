// Refused: not_all_at_once

// Rounded up, 3 of 12 numbers are a part for each of 5 threads: that is 4 parts.

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let size = numbers.len().div_ceil(rayon::current_num_threads()).max(1);
    let part = |part: &[u32]| part.iter().map(|number| work(*number)).collect::<Vec<_>>();
    numbers.par_chunks(size).flat_map_iter(part).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
