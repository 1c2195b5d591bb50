//! What the output of `nobody_runs` can't show.

use std::thread;

use examples_smol::nobody_runs::{ask, nested, nested_and_run, not_run, run};
use examples_testing::watched;
use smol::LocalExecutor;

/// Not for lack of patience: one turn of the executor is all that is missing.
#[test]
fn a_task_makes_no_progress_until_its_executor_runs() {
    let executor = LocalExecutor::new();
    let price = ask(&executor);
    assert!(price.is_empty());
    assert!(executor.try_tick(), "the task was ready all the time");
    assert_eq!(price.try_recv(), Ok(30));
    assert!(executor.is_empty());
}

#[test]
fn who_waits_must_run_the_executor_or_leave_the_thread_to_it() {
    let prices = watched("four prices", || [not_run(), run(), nested(), nested_and_run()]);
    assert_eq!(prices, [None, Some(30), None, Some(30)]);
}

#[test]
fn the_global_executor_has_a_thread_of_its_own() {
    let ran_on =
        watched("a task", || smol::block_on(smol::spawn(async { thread::current().id() })));
    assert_ne!(ran_on, thread::current().id());
}
