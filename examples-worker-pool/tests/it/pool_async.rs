//! Any number of tasks, and none.

use examples_testing::watched;
use examples_worker_pool::pool_async::fed_by_a_task;

#[test]
fn tasks_do_every_job_once_whatever_their_number() {
    for (workers, jobs) in [(1, 0), (1, 1), (3, 24), (3, 5000), (5000, 3)] {
        let (mut found, done) =
            watched("the tasks", move || smol::block_on(fed_by_a_task(workers, jobs)));
        found.sort_unstable();
        assert_eq!(found, (1..=u64::from(jobs)).map(|n| n * n).collect::<Vec<_>>());
        assert_eq!(done, jobs);
    }
}

#[test]
#[should_panic(expected = "a pool needs a worker")]
fn without_workers_it_refuses() {
    watched("a refusal", || smol::block_on(fed_by_a_task(0, 1)));
}
