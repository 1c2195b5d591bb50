//! What the output of `chunks` can't show.

use std::collections::BTreeSet;
use std::sync::Barrier;

use examples_rayon::chunks::{best_shares, peaks};
use examples_testing::watched;
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

#[test]
fn peaks_are_in_order_and_the_last_chunk_may_be_shorter() {
    assert_eq!(peaks(&[5, 1, 2, 8, 3], 2), [5, 8, 3]);
    assert_eq!(peaks(&[5, 1, 2, 8, 3], 9), [8]);
    assert!(peaks(&[], 2).is_empty());
    let readings: Vec<u32> = (0..10_000).collect();
    let last_of_each: Vec<u32> = (0..10_000).skip(9).step_by(10).collect();
    for workers in [1, 8] {
        let pool = ThreadPoolBuilder::new().num_threads(workers).build().unwrap();
        assert_eq!(pool.install(|| peaks(&readings, 10)), last_of_each, "{workers} workers");
    }
}

#[test]
#[should_panic(expected = "chunk_size must not be zero")]
fn chunks_of_nothing_panic() {
    peaks(&[1, 2, 3], 0);
}

#[test]
fn shares_hold_every_reading_once_and_no_worker_has_less_than_it_must() {
    assert_eq!(best_shares(0, 3), [0; 4]);
    assert_eq!(best_shares(1440, 300), [540, 300, 300, 300]);
    for readings in 1..60 {
        for size in 1..60 {
            let shares = best_shares(readings, size);
            assert_eq!(shares.iter().sum::<usize>(), readings);
            let busy = shares.iter().filter(|&&share| share > 0).count();
            assert_eq!(busy, readings.div_ceil(size).min(4), "{readings} in chunks of {size}");
        }
    }
}

#[test]
fn four_chunks_are_at_work_on_four_workers_at_once() {
    let workers = watched("four chunks to be at work at once", || {
        let pool = ThreadPoolBuilder::new().num_threads(4).build().unwrap();
        let barrier = Barrier::new(4); // Nobody passes until four chunks are here.
        let worker = |_: &[u32]| {
            barrier.wait();
            rayon::current_thread_index().expect("a job runs on a worker")
        };
        let readings = vec![0; 1440];
        pool.install(|| readings.par_chunks(360).map(worker).collect::<BTreeSet<_>>())
    });
    assert_eq!(workers, BTreeSet::from([0, 1, 2, 3]));
}
