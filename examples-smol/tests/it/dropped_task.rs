//! How far a task gets, and where its panic goes.

use std::panic;
use std::sync::mpsc::{self, Sender};

use examples_smol::dropped_task;
use examples_testing::watched;

#[test]
fn only_a_dropped_or_cancelled_task_loses_its_second_step() {
    for _ in 0..100 {
        let (dropped, detached, tokios) = watched("an order to be done or dropped", || {
            (
                dropped_task::on_smol(async |task| drop(task)),
                dropped_task::on_smol(async |task| task.detach()),
                dropped_task::on_tokio(async |handle| drop(handle)),
            )
        });
        assert_eq!(dropped, ["packed"]);
        assert_eq!(detached, ["packed", "shipped"]);
        assert_eq!(tokios, ["packed", "shipped"]);
    }
}

/// `cancel` returns the result of a task that was done before.
#[test]
fn a_task_that_is_done_can_not_be_cancelled_any_more() {
    let result = smol::block_on(async {
        let executor = smol::LocalExecutor::new();
        let task = executor.spawn(async { 7 });
        executor.tick().await;
        task.cancel().await
    });
    assert_eq!(result, Some(7));
}

/// A task that panics disturbs no other code until it is awaited.
#[test]
fn a_panic_waits_for_whoever_awaits_the_task() {
    let executor = smol::LocalExecutor::new();
    let bad = executor.spawn(async { panic!("no order 7") });
    let good = executor.spawn(async { "order 8" });
    assert_eq!(smol::block_on(executor.run(good)), "order 8");
    let payload =
        panic::catch_unwind(panic::AssertUnwindSafe(|| smol::block_on(executor.run(bad))));
    assert_eq!(payload.unwrap_err().downcast_ref(), Some(&"no order 7"));
}

struct Says(Sender<()>);

impl Drop for Says {
    fn drop(&mut self) {
        self.0.send(()).unwrap();
    }
}

/// `smol::spawn` has an executor that is never dropped, so what its tasks hold at the end of `main` is not either.
#[test]
fn an_executor_that_is_dropped_drops_its_detached_tasks() {
    let (drop_it, dropped) = mpsc::channel();
    let waits = |says: Says| async move {
        let _says = says;
        smol::future::pending::<()>().await;
    };
    let executor = smol::LocalExecutor::new();
    executor.spawn(waits(Says(drop_it.clone()))).detach();
    assert!(executor.try_tick());
    assert!(dropped.try_recv().is_err(), "it waits");
    drop(executor);
    assert!(dropped.try_recv().is_ok());
    // The global one lives as long as the program. A handle, and `cancel`, are the way to see its task dropped.
    let task = smol::spawn(waits(Says(drop_it)));
    watched("a cancelled task", || smol::block_on(task.cancel()));
    assert!(dropped.try_recv().is_ok());
}
