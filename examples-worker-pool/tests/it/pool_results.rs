//! Tickets: the order, a job that panics, and a ticket that nobody keeps.

use std::sync::mpsc;

use examples_testing::watched;
use examples_worker_pool::pool_results::{Pool, Ticket};

use crate::support::{panic_quietly, two_jobs_meet};

#[test]
fn results_do_not_hold_the_lock() {
    let pool = Pool::new(2, 1);
    two_jobs_meet(move |job| drop(pool.submit(job)));
}

#[test]
fn tickets_keep_the_order_of_the_input() {
    let results: Vec<_> = watched("the results", || {
        let pool = Pool::new(3, 10);
        let tickets: Vec<_> = (0..500).map(|n| pool.submit(move || n + 1)).collect();
        drop(pool); // The tickets do not need it any more.
        tickets.into_iter().map(Ticket::wait).collect()
    });
    assert_eq!(results, (1..=500).map(Some).collect::<Vec<_>>());
}

#[test]
fn the_ticket_of_a_job_that_panics_has_no_result() {
    let result = watched("the ticket", || Pool::new(1, 1).submit(panic_quietly).wait());
    assert_eq!(result, None);
}

#[test]
fn a_dropped_ticket_does_not_cancel_the_job() {
    let (sender, received) = mpsc::channel();
    let pool = Pool::new(1, 1);
    drop(pool.submit(move || sender.send("done").unwrap()));
    assert_eq!(watched("the job", move || received.recv()), Ok("done"));
}
