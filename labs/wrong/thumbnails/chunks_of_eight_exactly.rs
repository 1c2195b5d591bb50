// Refused: lost_item

// The last numbers are no whole group.

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    if numbers.len() < 64 {
        return numbers.par_iter().map(|number| work(*number)).collect();
    }
    numbers.par_chunks_exact(8).flat_map_iter(|numbers| numbers.iter().map(|number| work(*number))).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
