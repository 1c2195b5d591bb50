//! Futures and tasks: smol's parts, and Tokio.

use std::cell::RefCell;
use std::future;
use std::rc::Rc;
use std::time::Duration;

use async_executor::LocalExecutor;
use futures_lite::future::{block_on, yield_now};
use tokio::runtime::Builder;
use tokio::task::LocalSet;

use crate::{Call, works_if};

type Steps = Rc<RefCell<Vec<u32>>>;

/// Two steps of a task. Between them, it lets the other tasks run.
async fn two_steps(task: u32, steps: Steps) {
    steps.borrow_mut().push(task);
    yield_now().await;
    steps.borrow_mut().push(task);
}

/// What two tasks leave that take turns.
fn took_turns(steps: &Steps) -> String {
    works_if(*steps.borrow() == [1, 2, 1, 2])
}

/// A row of the table each.
pub const CALLS: &[Call] = &[
    ("`block_on` of futures-lite: a future that is ready", || works_if(block_on(async { 7 }) == 7)),
    ("`block_on` of futures-lite: a future that waits", || {
        block_on(future::pending::<()>());
        "works".into()
    }),
    ("smol's executor: two tasks take turns", || {
        let (executor, steps) = (LocalExecutor::new(), Steps::default());
        let first = executor.spawn(two_steps(1, Rc::clone(&steps)));
        let second = executor.spawn(two_steps(2, Rc::clone(&steps)));
        block_on(executor.run(async {
            first.await;
            second.await;
        }));
        took_turns(&steps)
    }),
    ("Tokio, one thread: two tasks take turns", || {
        let runtime = Builder::new_current_thread().build().expect("it needs no thread");
        let (tasks, steps) = (LocalSet::new(), Steps::default());
        tasks.spawn_local(two_steps(1, Rc::clone(&steps)));
        tasks.spawn_local(two_steps(2, Rc::clone(&steps)));
        runtime.block_on(tasks);
        took_turns(&steps)
    }),
    ("Tokio: `spawn`, and a channel between tasks", || {
        let runtime = Builder::new_current_thread().build().expect("it needs no thread");
        works_if(runtime.block_on(async {
            let (sender, receiver) = tokio::sync::oneshot::channel();
            tokio::spawn(async { sender.send(7) });
            receiver.await == Ok(7)
        }))
    }),
    ("Tokio: `spawn_blocking`", || {
        let runtime = Builder::new_current_thread().build().expect("it needs no thread");
        works_if(runtime.block_on(async { tokio::task::spawn_blocking(|| 7).await.is_ok() }))
    }),
    ("Tokio: `sleep`", || {
        let runtime = Builder::new_current_thread().enable_time().build();
        let runtime = runtime.expect("it needs no thread");
        runtime.block_on(async { tokio::time::sleep(Duration::from_millis(10)).await });
        "works".into()
    }),
];
