//! With how many workers the pipeline hangs as printed, and that the fixed one never does.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use crossbeam::channel;
use examples_combined::pipeline_inside_rayon::{as_printed, fixed};
use examples_testing::watched;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Calls `pipeline` in the first `calls` workers of a new pool at the same time. Returns the results, or
/// `None` if they are not there in time. Then the pool is lost: its threads wait forever.
fn in_workers(
    workers: usize,
    calls: usize,
    patience: Duration,
    pipeline: fn(&ThreadPool) -> usize,
) -> Option<Vec<usize>> {
    let pool = Arc::new(ThreadPoolBuilder::new().num_threads(workers).build().unwrap());
    let (done, results) = channel::bounded(1);
    // Not in a scope, which would wait for this thread however long it takes.
    thread::spawn(move || {
        let all_inside = Barrier::new(calls);
        let call = || {
            all_inside.wait(); // No call begins before each has a worker.
            pipeline(&pool)
        };
        let results = pool.broadcast(|worker| (worker.index() < calls).then(call));
        let _ = done.send(results.into_iter().flatten().collect());
    });
    results.recv_timeout(patience).ok()
}

#[test]
fn as_printed_it_hangs_when_no_worker_is_free() {
    for workers in [1, 2, 3] {
        let patience = Duration::from_millis(50);
        assert_eq!(in_workers(workers, workers, patience, as_printed), None);
    }
}

#[test]
fn as_printed_it_ends_when_one_worker_is_free() {
    let free = |workers| in_workers(workers, workers - 1, Duration::MAX, as_printed);
    assert_eq!(watched("the calls as printed", move || free(2)), Some(vec![9]));
    assert_eq!(watched("the calls as printed", move || free(4)), Some(vec![9; 3]));
}

#[test]
fn fixed_it_ends_in_any_case() {
    for workers in [1, 2, 5] {
        for calls in 0..=workers {
            let words = watched("the fixed calls", move || {
                in_workers(workers, calls, Duration::MAX, fixed)
            });
            assert_eq!(words, Some(vec![9; calls]));
        }
    }
}
