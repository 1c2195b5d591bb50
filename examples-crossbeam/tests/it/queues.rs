//! Edge cases, and that each job is taken once.

use crossbeam::queue::SegQueue;
use examples_crossbeam::queues::{drain, newest};
use examples_testing::watched;

#[test]
fn the_newest_readings_are_kept_in_order() {
    assert_eq!(newest(&[1, 2, 3, 4, 5], 3), [3, 4, 5]);
    assert_eq!(newest(&[1, 2], 3), [1, 2]);
    assert_eq!(newest(&[1, 2], 1), [2]);
    assert!(newest(&[], 3).is_empty());
}

#[test]
#[should_panic(expected = "capacity must be non-zero")]
fn a_queue_without_places_is_refused() {
    newest(&[1], 0);
}

#[test]
fn each_job_is_taken_once_and_each_worker_takes_in_order() {
    for workers in [1, 2, 8] {
        let shares = watched("the workers to find the queue empty", move || {
            let jobs = SegQueue::new();
            (0..10_000).for_each(|job| jobs.push(job));
            drain(&jobs, workers)
        });
        assert_eq!(shares.len(), workers);
        for share in &shares {
            assert!(share.is_sorted(), "first in, first out, also as one worker sees it");
        }
        let mut all = shares.concat();
        all.sort_unstable();
        assert_eq!(all, (0..10_000).collect::<Vec<_>>(), "{workers} workers");
    }
}

#[test]
fn an_empty_queue_ends_the_workers_at_once() {
    let shares = watched("the workers to find the queue empty", || drain(&SegQueue::new(), 3));
    assert_eq!(shares, vec![Vec::<u32>::new(); 3]);
}
