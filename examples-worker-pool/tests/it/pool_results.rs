//! Tickets: the order, a job that panics, and a ticket that nobody keeps.

use std::sync::mpsc;

use examples_testing::watched;
use examples_worker_pool::pool_results::{Pool, Ticket};

use crate::support::{jobs_meet_in_order, panic_quietly};

#[test]
fn results_do_not_hold_the_lock() {
    let pool = Pool::new(3, 1);
    jobs_meet_in_order(3, move |job| drop(pool.submit(job)));
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

/// A slow job holds back the tickets after it. A channel for all jobs has the order of completion.
#[test]
fn a_channel_of_the_jobs_own_has_the_order_of_completion() {
    let completed = watched("both jobs", || {
        let pool = Pool::new(2, 10);
        let (done, completed) = mpsc::channel();
        let (release, held) = mpsc::channel::<()>();
        let slow = done.clone();
        pool.submit(move || (held.recv().is_err(), slow.send("first")));
        pool.submit(move || done.send("second"));
        let second = completed.recv();
        drop(release); // Only now can the first job end.
        [second, completed.recv()]
    });
    assert_eq!(completed, [Ok("second"), Ok("first")]);
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
