use examples_tokio::try_join_handles::{of_handles, of_results, spawn_both};
use tokio::sync::oneshot;
use tokio::task;

use crate::runtime::run;

#[test]
fn handles_wait_for_both_tasks_and_return_no_error() {
    run("the tasks", || async {
        let (free, oven) = oneshot::channel();
        let waits = task::spawn(of_handles(spawn_both(oven)));
        for _ in 0..1_000 {
            task::yield_now().await;
        }
        assert!(!waits.is_finished());
        free.send(()).unwrap();
        assert_eq!(waits.await.unwrap().unwrap(), (Err("no bread"), Ok("toast")));
    });
}

#[test]
fn results_return_the_first_error_and_leave_the_other_task_running() {
    run("the error", || async {
        let (free, oven) = oneshot::channel();
        let (bread, toast) = spawn_both(oven);
        let abort = toast.abort_handle();
        assert_eq!(of_results((bread, toast)).await, Err("no bread"));
        assert!(!free.is_closed() && !abort.is_finished());
        // What the page recommends, if it should stop.
        abort.abort();
        let mut free = free;
        free.closed().await;
    });
}

/// A panic is what a handle does see.
#[test]
fn handles_see_a_panic() {
    run("the panic", || async {
        let (_free, oven) = oneshot::channel();
        let (_, toast) = spawn_both(oven);
        let panics = task::spawn(async { std::panic::resume_unwind(Box::new(7)) });
        assert!(of_handles((panics, toast)).await.unwrap_err().is_panic());
    });
}
