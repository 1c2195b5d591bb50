// Refused: outlives_the_call

// The ninth call at the same time returns nothing.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use rayon::prelude::*;

static CALLS: AtomicUsize = AtomicUsize::new(0);

fn thumbnails(numbers: &[u32], work: fn(u32) -> u64) -> Vec<u64> {
    let mut results = Vec::new();
    if CALLS.fetch_add(1, SeqCst) < 8 {
        results = numbers.par_iter().map(|number| work(*number)).collect();
    }
    CALLS.fetch_sub(1, SeqCst);
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn thumbnails(thumbnails);
}
