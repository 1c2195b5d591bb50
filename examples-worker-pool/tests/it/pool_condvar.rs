//! The queue by hand does what the channel did.

use std::sync::mpsc;

use examples_testing::watched;
use examples_worker_pool::pool_condvar::{Pool, Ticket};

use crate::support::{holding_job, jobs_meet_in_order};

#[test]
fn a_queue_by_hand_does_not_hold_the_lock() {
    let pool = Pool::new(3);
    jobs_meet_in_order(3, move |job| drop(pool.submit(job)));
}

#[test]
#[should_panic(expected = "a pool needs a worker")]
fn a_pool_without_workers_is_refused() {
    Pool::new(0);
}

#[test]
fn dropping_it_drains_the_queue() {
    let (first, results) = watched("the pool to end", || {
        let pool = Pool::new(1);
        let (job, has_started, release) = holding_job();
        let first = pool.submit(job);
        has_started.recv().unwrap();
        let tickets: Vec<_> = (0..500).map(|n| pool.submit(move || n)).collect();
        drop(release);
        drop(pool);
        (first.wait(), tickets.into_iter().map(Ticket::wait).collect::<Vec<_>>())
    });
    assert!(first.is_ok());
    assert!(results.into_iter().map(Result::unwrap).eq(0..500));
}

#[test]
fn idle_workers_wake_up_and_end() {
    watched("the workers to end", || {
        let pool = Pool::new(4);
        let (sender, received) = mpsc::channel();
        drop(pool.submit(move || sender.send(()).unwrap()));
        received.recv().unwrap();
        drop(pool);
    });
}
