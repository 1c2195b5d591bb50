//! Whatever a job throws, the ticket says so and the worker goes on.

use std::panic;

use examples_testing::watched;
use examples_worker_pool::pool_panics::{Pool, message};

use crate::support::{PanicsWhenDropped, holding_job, panic_quietly, two_jobs_meet};

#[test]
fn panics_do_not_hold_the_lock() {
    let pool = Pool::new(2, 1);
    two_jobs_meet(move |job| drop(pool.submit(job)));
}

#[test]
fn each_panic_is_reported_and_the_worker_goes_on() {
    watched("a thousand panics", || {
        let pool = Pool::new(2, 10);
        let job = |n| {
            move || {
                if n % 2 == 1 {
                    panic_quietly()
                }
            }
        };
        let tickets: Vec<_> = (0..2000).map(|n| pool.submit(job(n))).collect();
        for (n, ticket) in tickets.into_iter().enumerate() {
            let said = ticket.wait().err().map(|payload| message(&*payload).to_string());
            assert_eq!(said, (n % 2 == 1).then(|| "on purpose".to_string()), "job {n}");
        }
    });
}

#[test]
fn a_panic_that_throws_something_else_has_a_stand_in() {
    let said = |job: fn()| {
        let result = watched("the pool to end", move || Pool::new(1, 1).submit(job).wait());
        message(&*result.unwrap_err()).to_string()
    };
    assert_eq!(said(|| panic::resume_unwind(Box::new(String::from("owned")))), "owned");
    assert_eq!(said(|| panic::resume_unwind(Box::new(7))), "a panic without a message");
}

#[test]
fn what_panics_when_dropped_does_not_cost_the_worker() {
    let result = watched("the worker to live on", || {
        let pool = Pool::new(1, 10);
        // The worker is held, so that the tickets are gone before their jobs run.
        let (job, _has_started, release) = holding_job();
        drop(pool.submit(job));
        drop(pool.submit(|| PanicsWhenDropped(2)));
        drop(pool.submit(|| panic::resume_unwind(Box::new(PanicsWhenDropped(2)))));
        drop(release);
        pool.submit(|| 3).wait().ok()
    });
    assert_eq!(result, Some(3));
}
