use examples_testing::watched;
use examples_tokio::between_block_ons::save_in_the_background;
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task;

#[test]
fn a_runtime_of_one_thread_runs_its_tasks_only_in_block_on() {
    watched("the reports", || {
        let runtime = Builder::new_current_thread().build().unwrap();
        let reports = save_in_the_background(&runtime).unwrap();
        assert_eq!(reports.try_iter().collect::<Vec<_>>(), ["begun"]);
        runtime.block_on(task::yield_now());
        assert_eq!(reports.iter().collect::<Vec<_>>(), ["saved", "dropped"]);
    });
}

#[test]
fn a_runtime_that_is_dropped_drops_its_tasks_where_they_wait() {
    watched("the reports", || {
        let runtime = Builder::new_current_thread().build().unwrap();
        let reports = save_in_the_background(&runtime).unwrap();
        drop(runtime);
        assert_eq!(reports.iter().collect::<Vec<_>>(), ["begun", "dropped"]);
    });
}

#[test]
fn workers_run_tasks_whether_anybody_is_in_block_on_or_not() {
    watched("the reports", || {
        let runtime = Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let reports = save_in_the_background(&runtime).unwrap();
        assert_eq!(reports.iter().collect::<Vec<_>>(), ["begun", "saved", "dropped"]);
    });
}

/// `Handle::block_on` polls its own future and nothing else. The tasks need somebody in `Runtime::block_on`.
#[test]
fn a_handle_runs_no_tasks_of_a_runtime_of_one_thread() {
    watched("the task", || {
        let runtime = Builder::new_current_thread().build().unwrap();
        let (done, mut is_done) = oneshot::channel();
        runtime.spawn(async { done.send(()) });
        runtime.handle().block_on(async {
            for _ in 0..1_000 {
                task::yield_now().await;
            }
        });
        assert_eq!(is_done.try_recv(), Err(oneshot::error::TryRecvError::Empty));
        runtime.block_on(is_done).unwrap();
    });
}
