//! What the book's table of messages quotes, where no listing prints it.

use std::any::Any;
use std::future;
use std::panic::{self, AssertUnwindSafe};
use std::sync::OnceLock;
use std::time::Duration;

use examples_testing::watched;
use rayon::ThreadPoolBuilder;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, broadcast, mpsc, oneshot};
use tokio::time;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

/// Returns the text of the panic that `job` ends with.
fn panic_text(job: impl FnOnce()) -> String {
    let payload = panic::catch_unwind(AssertUnwindSafe(job)).expect_err("it panics");
    let text = |payload: &dyn Any| {
        let fixed = payload.downcast_ref::<&str>().map(|text| text.to_string());
        fixed.or(payload.downcast_ref::<String>().cloned())
    };
    text(&*payload).expect("a panic with a text")
}

#[test]
fn what_errors_of_tasks_and_time_outs_say() {
    runtime().block_on(async {
        let late = time::timeout(Duration::from_secs(1), future::pending::<()>()).await;
        assert_eq!(late.unwrap_err().to_string(), "deadline has elapsed");

        let task = tokio::spawn(async { panic!("no price") });
        let error = task.await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("task {} panicked with message \"no price\"", error.id())
        );

        let task = tokio::spawn(future::pending::<()>());
        task.abort();
        let error = task.await.unwrap_err();
        assert_eq!(error.to_string(), format!("task {} was cancelled", error.id()));
    });
}

#[test]
fn what_the_channels_of_tokio_say() {
    runtime().block_on(async {
        let (sender, receiver) = oneshot::channel::<u32>();
        drop(sender);
        assert_eq!(receiver.await.unwrap_err().to_string(), "channel closed");

        let (sender, receiver) = mpsc::channel(1);
        sender.send(1).await.unwrap();
        assert_eq!(sender.try_send(2).unwrap_err().to_string(), "no available capacity");
        drop(receiver);
        assert_eq!(sender.send(3).await.unwrap_err().to_string(), "channel closed");

        let (sender, mut receiver) = broadcast::channel(1);
        for number in 0..3 {
            sender.send(number).unwrap();
        }
        assert_eq!(receiver.recv().await.unwrap_err().to_string(), "channel lagged by 2");

        let semaphore = Semaphore::new(0);
        semaphore.close();
        assert_eq!(semaphore.acquire().await.unwrap_err().to_string(), "semaphore closed");
    });
}

#[test]
fn what_a_missing_or_half_built_runtime_says() {
    let said = panic_text(|| drop(tokio::spawn(async {})));
    assert_eq!(
        said,
        "there is no reactor running, must be called from the context of a Tokio 1.x runtime"
    );

    let bare = Builder::new_current_thread().build().unwrap();
    let said = panic_text(|| bare.block_on(async { time::sleep(Duration::ZERO).await }));
    assert!(said.starts_with("A Tokio 1.x context was found, but timers are disabled. Call `enable_time` on the runtime builder to enable timers."), "{said}");
    let said = panic_text(|| drop(bare.block_on(TcpListener::bind("127.0.0.1:0"))));
    assert!(said.starts_with("A Tokio 1.x context was found, but IO is disabled. Call `enable_io` on the runtime builder to enable IO."), "{said}");
}

#[test]
fn what_blocking_inside_of_a_runtime_says() {
    let inner = runtime();
    let said = panic_text(|| runtime().block_on(async { inner.block_on(async {}) }));
    assert!(said.starts_with("Cannot start a runtime from within a runtime."), "{said}");

    let said = panic_text(|| runtime().block_on(async { drop(inner) }));
    assert!(
        said.starts_with("Cannot drop a runtime in a context where blocking is not allowed."),
        "{said}"
    );

    let (_sender, mut receiver) = mpsc::channel::<u32>(1);
    let said = panic_text(|| runtime().block_on(async { _ = receiver.blocking_recv() }));
    assert!(said.starts_with("Cannot block the current thread from within a runtime."), "{said}");

    let in_place = async { tokio::task::block_in_place(|| ()) };
    let said = panic_text(|| runtime().block_on(in_place));
    assert_eq!(said, "can call blocking only when running on the multi-threaded runtime");
}

/// The first job of a pool with one worker waits inside of `block_on` for another pool. So Rayon runs the second
/// job in the middle of that.
#[test]
fn a_job_that_runs_in_the_middle_of_a_block_on_cannot_call_it() {
    let said = watched("the second job", || {
        let [single, other] =
            [1, 1].map(|n| ThreadPoolBuilder::new().num_threads(n).build().unwrap());
        let said = OnceLock::new();
        single.scope(|s| {
            s.spawn(|_| said.set(panic_text(|| runtime().block_on(async {}))).unwrap());
            runtime().block_on(async { other.install(|| _ = said.wait()) });
        });
        said.into_inner().unwrap()
    });
    assert!(said.starts_with("Cannot start a runtime from within a runtime."), "{said}");
}

#[test]
fn what_a_handle_that_is_awaited_twice_says() {
    let said = panic_text(|| {
        runtime().block_on(async {
            let mut task = tokio::spawn(async {});
            (&mut task).await.unwrap();
            (&mut task).await.unwrap();
        });
    });
    assert_eq!(said, "JoinHandle polled after completion");
}
