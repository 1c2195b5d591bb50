//! Exactly how many jobs fit, and that a feeder has no such limit.

use examples_testing::watched;
use examples_worker_pool::worker_pool::{all_sent_first, fed_by_a_thread};

#[test]
fn twenty_three_jobs_fit_and_one_more_is_stuck() {
    for jobs in [0, 1, 22, 23] {
        let squares = watched("all jobs", move || all_sent_first(jobs));
        assert_eq!(squares.map(|squares| squares.len()), Ok(jobs as usize));
    }
    for jobs in [24, 25, 1000] {
        let stuck = watched("the deadlock to be seen", move || all_sent_first(jobs));
        assert_eq!(stuck, Err([23, 10, 10]), "{jobs} jobs");
    }
}

#[test]
fn a_feeder_of_its_own_gets_any_number_through() {
    for jobs in [0, 1, 24, 5000] {
        let mut squares = watched("all jobs", move || fed_by_a_thread(jobs));
        squares.sort_unstable();
        assert_eq!(squares, (1..=u64::from(jobs)).map(|n| n * n).collect::<Vec<_>>());
    }
}
