//! Runtimes of one thread for the tests of tasks.

use std::future::Future;

use examples_testing::watched;
use tokio::runtime::Builder;

/// Runs `job`; fails with a sentence if it has not ended after a minute.
pub fn run<F>(waits_for: &str, job: impl FnOnce() -> F + Send + 'static) -> F::Output
where
    F: Future<Output: Send + 'static>,
{
    on(false, waits_for, job)
}

/// Does the same on a clock that stands still while a task can run, and else jumps to the next timer.
pub fn run_paused<F>(waits_for: &str, job: impl FnOnce() -> F + Send + 'static) -> F::Output
where
    F: Future<Output: Send + 'static>,
{
    on(true, waits_for, job)
}

fn on<F>(paused: bool, waits_for: &str, job: impl FnOnce() -> F + Send + 'static) -> F::Output
where
    F: Future<Output: Send + 'static>,
{
    watched(waits_for, move || {
        let runtime = Builder::new_current_thread().enable_all().start_paused(paused).build();
        runtime.unwrap().block_on(job())
    })
}
