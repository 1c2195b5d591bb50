//! What graders of async answers need.

use std::future::Future;
use std::panic::Location;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use crate::monitor::Monitor;

/// Runs a future on one thread, on a clock that stands still: whenever all tasks wait for it, it jumps to the
/// next time for which one of them waits. So a sleep takes no time, and times are exact.
pub fn on_paused_clock<R>(future: impl Future<Output = R>) -> R {
    block_on(true, future)
}

/// Runs a future on one thread. If all tasks wait for what will never come, the answer stands still.
pub fn on_one_thread<R>(future: impl Future<Output = R>) -> R {
    block_on(false, future)
}

/// The thread that runs the tasks has nothing to do.
static IDLE: AtomicBool = AtomicBool::new(false);

/// Returns whether all tasks wait. If not, a task runs, or occupies the thread while it waits for something.
pub fn all_tasks_wait() -> bool {
    IDLE.load(SeqCst)
}

/// Runs a future on one thread, beside a task that calls `Heart::beats` again and again.
pub fn beside_a_heart<R>(heart: &'static Heart, future: impl Future<Output = R>) -> R {
    block_on(false, async {
        tokio::spawn(async {
            loop {
                tokio::time::sleep(Duration::from_millis(1)).await;
                heart.beats();
            }
        });
        future.await
    })
}

/// Runs a job that polls futures itself, outside of any task: a task would get no further after some hundred
/// polls without a pause.
pub fn polled_by_hand<R>(job: impl FnOnce() -> R) -> R {
    let runtime = runtime(true);
    let _entered = runtime.enter();
    job()
}

fn block_on<R>(paused: bool, future: impl Future<Output = R>) -> R {
    let runtime = runtime(paused);
    let result = runtime.block_on(future);
    runtime.shutdown_background(); // The answer may have left something behind that never ends.
    result
}

fn runtime(paused: bool) -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_time().start_paused(paused);
    builder.on_thread_park(|| IDLE.store(true, SeqCst));
    builder.on_thread_unpark(|| IDLE.store(false, SeqCst));
    // A thread that waits for more work with a time limit would hide a standstill.
    builder.thread_keep_alive(Duration::from_millis(100));
    builder.build().expect("the system has what a runtime needs")
}

/// Beats as long as the thread that runs all tasks gets to them.
pub struct Heart(Monitor<u64>);

impl Heart {
    /// Returns a heart that has not beaten.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        Self(Monitor::new(0))
    }

    fn beats(&self) {
        self.0.with(|beats| *beats += 1);
    }

    /// Waits on the current thread for a few beats. If this thread is the one that runs the tasks, they
    /// never come.
    #[track_caller]
    pub fn wait_for_beats(&self) {
        let before = self.0.with(|beats| *beats);
        self.0.wait(Location::caller(), |beats| {
            if *beats > before + 2 {
                Ok(())
            } else {
                Err("waits until another task has run".into())
            }
        });
    }
}

/// Polls a future once, with a waker that does nothing.
pub fn poll_once<R>(future: Pin<&mut impl Future<Output = R>>) -> Poll<R> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls a future at most `polls` times, calls `between` after each poll at which it was not ready, and
/// drops it. Returns its output if it was ready.
pub fn poll_and_drop<R>(
    future: impl Future<Output = R>,
    polls: usize,
    mut between: impl FnMut(),
) -> Option<R> {
    let mut future = pin!(future);
    for _ in 0..polls {
        match poll_once(future.as_mut()) {
            Poll::Ready(output) => return Some(output),
            Poll::Pending => between(),
        }
    }
    None
}
