// A pool of its own.

use rayon::prelude::*;

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let pool = rayon::ThreadPoolBuilder::new().build().unwrap();
    pool.install(|| numbers.into_par_iter().map(|&number| work(number)).collect())
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
