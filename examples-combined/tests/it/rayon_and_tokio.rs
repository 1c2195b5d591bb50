//! Which way round Rayon and Tokio may wait for each other.

use std::time::Duration;

use examples_combined::rayon_and_tokio::{await_job, job_waits, neighbor_runs};
use examples_testing::watched;
use rayon::ThreadPoolBuilder;
use tokio::runtime::{Builder, Handle, Runtime};

const SHORT: Duration = Duration::from_millis(50);
const HOUR: Duration = Duration::from_secs(3600);

fn one_thread() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

#[test]
fn a_task_that_awaits_a_job_leaves_its_thread_to_others() {
    watched("the neighbor", || {
        let (tokio, pool) =
            (one_thread(), ThreadPoolBuilder::new().num_threads(1).build().unwrap());
        assert!(!neighbor_runs(true, &tokio, &pool, SHORT));
        assert!(neighbor_runs(false, &tokio, &pool, HOUR));
    });
}

#[test]
fn a_job_that_blocks_on_a_future_takes_a_worker_from_the_pool() {
    watched("the jobs", || {
        let tokio = one_thread();
        for workers in [2, 3] {
            assert_eq!(job_waits(tokio.handle(), workers, HOUR).unwrap(), Some(7));
        }
        assert_eq!(job_waits(tokio.handle(), 1, SHORT).unwrap(), None);
    });
}

#[test]
fn a_job_that_panics_is_an_error_of_what_awaits_it() {
    watched("the job", || {
        let pool = ThreadPoolBuilder::new().num_threads(1).panic_handler(drop).build().unwrap();
        let job = || std::panic::resume_unwind(Box::new(7));
        let result: Result<(), _> = one_thread().block_on(await_job(&pool, job));
        assert!(result.is_err());
    });
}

/// A worker knows no runtime. Two ways to give it one.
#[test]
fn a_worker_has_a_runtime_only_if_it_is_given_one() {
    watched("the tasks", || {
        let tokio = one_thread();
        let handle = tokio.handle().clone();
        let plain = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let spawned = plain.install(|| handle.spawn(async { 7 }));
        assert_eq!(tokio.block_on(spawned).unwrap(), 7);
        // Or each worker is inside of the runtime for all of its life.
        let inside = ThreadPoolBuilder::new()
            .num_threads(1)
            .spawn_handler(move |worker| {
                let handle = handle.clone();
                std::thread::spawn(move || {
                    let _inside = handle.enter();
                    worker.run();
                });
                Ok(())
            })
            .build()
            .unwrap();
        assert!(Handle::try_current().is_err());
        assert!(inside.install(|| Handle::try_current().is_ok()));
    });
}
