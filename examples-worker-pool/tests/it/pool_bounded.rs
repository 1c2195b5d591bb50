//! Exactly how many jobs the queue takes, and that `submit` loses none.

use std::sync::mpsc::{self, TrySendError};

use examples_testing::watched;
use examples_worker_pool::pool_bounded::Pool;

use crate::support::{holding_job, jobs_meet_in_order};

#[test]
fn a_bound_does_not_hold_the_lock() {
    let pool = Pool::new(3, 1);
    jobs_meet_in_order(3, move |job| pool.submit(job));
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
            let refused = pool.try_submit(Box::new(|| ())).expect_err("no place is left");
            drop(release);
            let TrySendError::Full(job) = refused else { panic!("the worker is alive") };
            pool.submit(job);
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
