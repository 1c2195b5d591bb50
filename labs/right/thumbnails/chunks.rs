// A few chunks, each done by one thread.

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    numbers
        .par_chunks(1 + numbers.len() / 100)
        .flat_map_iter(|chunk| chunk.iter().map(|number| work(*number)))
        .collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
