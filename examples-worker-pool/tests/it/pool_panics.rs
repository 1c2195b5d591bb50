//! The ticket says what a job threw, and the worker goes on.

use examples_testing::watched;
use examples_worker_pool::pool_panics::Pool;

use crate::support::{jobs_meet_in_order, panic_quietly};

#[test]
fn panics_do_not_hold_the_lock() {
    let pool = Pool::new(3, 1);
    jobs_meet_in_order(3, move |job| drop(pool.submit(job)));
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
            let said = ticket.wait().err().map(|payload| *payload.downcast::<&str>().unwrap());
            assert_eq!(said, (n % 2 == 1).then_some("on purpose"), "job {n}");
        }
    });
}
