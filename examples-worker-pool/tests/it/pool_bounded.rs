//! Exactly how many jobs the queue takes, and that `submit` loses none.

use std::sync::mpsc;

use examples_testing::watched;
use examples_worker_pool::pool_bounded::Pool;

use crate::support::{holding_job, two_jobs_meet};

#[test]
fn a_bound_does_not_hold_the_lock() {
    let pool = Pool::new(2, 1);
    two_jobs_meet(move |job| pool.submit(job));
}

#[test]
fn the_queue_takes_as_many_jobs_as_it_has_places() {
    for places in [1, 2, 7] {
        watched("the held job", move || {
            let pool = Pool::new(1, places);
            let (job, has_started, release) = holding_job();
            pool.submit(job);
            has_started.recv().unwrap();
            for _ in 0..places {
                assert!(pool.try_submit(Box::new(|| ())).is_ok());
            }
            let full = pool.try_submit(Box::new(|| ())).expect_err("no place is left");
            drop(release);
            pool.submit(full.0);
        });
    }
}

#[test]
fn submit_waits_and_loses_nothing() {
    let ran = watched("the jobs", || {
        let (log, ran) = mpsc::channel();
        let pool = Pool::new(2, 1);
        for _ in 0..300 {
            let log = log.clone();
            pool.submit(move || log.send(()).unwrap());
        }
        drop((pool, log));
        ran.iter().count()
    });
    assert_eq!(ran, 300);
}
