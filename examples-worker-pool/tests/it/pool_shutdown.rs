//! Closed and cancelled: which jobs run, and what the others say.

use std::sync::Arc;

use examples_testing::watched;
use examples_worker_pool::pool_shutdown::{Closed, Pool, Ticket};

use crate::support::{holding_job, jobs_meet_in_order};

#[test]
fn shutdown_does_not_hold_the_lock() {
    let pool = Pool::new(3);
    jobs_meet_in_order(3, move |job| drop(pool.submit(job)));
}

#[test]
fn dropping_it_drains_the_queue_even_after_close() {
    for close in [false, true] {
        let ran = watched("the pool to end", move || {
            let pool = Pool::new(3);
            let tickets: Vec<_> = (0..500).map(|n| pool.submit(move || n).unwrap()).collect();
            if close {
                pool.close();
                assert_eq!(pool.submit(|| ()).err(), Some(Closed));
            }
            drop(pool);
            tickets.into_iter().filter_map(Ticket::wait).count()
        });
        assert_eq!(ran, 500);
    }
}

#[test]
fn cancelling_frees_what_had_not_started() {
    watched("the held job", || {
        let pool = Pool::new(1);
        let (job, has_started, release) = holding_job();
        let first = pool.submit(job).unwrap();
        has_started.recv().unwrap();
        let owned = Arc::new(());
        let tickets = [(); 5].map(|()| {
            let owned = Arc::clone(&owned);
            pool.submit(move || drop(owned)).unwrap()
        });
        assert_eq!((pool.cancel(), Arc::strong_count(&owned)), (5, 1));
        assert!(tickets.map(Ticket::wait).iter().all(Option::is_none), "a cancelled job says so");
        assert_eq!((pool.cancel(), pool.submit(|| ()).err()), (0, Some(Closed)));
        drop(release);
        assert!(first.wait().is_some_and(|result| result.is_ok()), "what runs is not interrupted");
    });
}
