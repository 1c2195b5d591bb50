//! A token asks the tasks of a service to stop; a tracker waits until all have stopped.
//!
//! Beyond the articles, whose servers never stop. Services use tokio-util's `CancellationToken` and
//! `TaskTracker` for this. Each is cloned into the tasks, wherever they are spawned.
//!
//! Run: `cargo run -p examples-tokio -- task_tracker`
//! Paste: `cargo add tokio --features macros,rt,sync,time && cargo add tokio-util --features rt`

use std::future;
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::{task, time};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Carries a parcel along a road. If asked to stop on the way, it brings the parcel back.
pub async fn carry(
    parcel: u32,
    road: impl Future<Output = ()>,
    stop: CancellationToken,
    log: UnboundedSender<String>,
) {
    let fate = match stop.run_until_cancelled(road).await {
        Some(()) => "delivered",
        None => {
            // The road is dropped, but the task still runs. After an `abort` it could clean up only
            // in `drop`, where nothing can be awaited.
            task::yield_now().await; // stands for the way back
            "brought back"
        }
    };
    let _ = log.send(format!("parcel {parcel} was {fate}")); // The reader may have gone.
}

/// Asks all tasks to stop and waits for them, at most for `patience`. Returns how many still run.
///
/// # Panics
/// If no Tokio runtime with timers is running.
pub async fn shut_down(stop: &CancellationToken, tasks: &TaskTracker, patience: Duration) -> usize {
    stop.cancel();
    tasks.close(); // Otherwise `wait` would not return: an open tracker expects more tasks.
    let _ = time::timeout(patience, tasks.wait()).await; // `len` tells whether it was in time.
    tasks.len()
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    let (log, mut reports) = mpsc::unbounded_channel();

    tasks.spawn(carry(1, future::ready(()), stop.clone(), log.clone()));
    println!("{}", reports.recv().await.expect("`log` is here"));
    tasks.spawn(carry(2, future::pending(), stop.clone(), log.clone())); // a road without an end
    let running = shut_down(&stop, &tasks, Duration::from_secs(60)).await;
    println!("all were asked to stop; still running: {running}");
    println!("{}", reports.recv().await.expect("`log` is here"));

    // A token only asks: this task does not look at it, and runs until the runtime is dropped.
    tasks.spawn(future::pending::<()>());
    let running = shut_down(&stop, &tasks, Duration::from_millis(20)).await;
    println!("one more, that does not listen; still running: {running}");
}
