//! A token asks the tasks of a service to stop; a tracker waits until all have stopped.
//!
//! Beyond the articles, whose servers never stop. Services use tokio-util's `CancellationToken` and
//! `TaskTracker` for this. Each is cloned into the tasks, wherever they are spawned.
//!
//! Run: `cargo run -p examples-tokio -- task_tracker`
//! Paste: `cargo add tokio --features macros,rt,sync,time && cargo add tokio-util --features rt`

use std::{future, time::Duration};

use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::{task, time};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

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
    let on_the_road = log.clone();
    let endless_road = async move {
        let _ = on_the_road.send("parcel 2 is on the road".to_string());
        future::pending().await
    };
    tasks.spawn(carry(2, endless_road, stop.clone(), log.clone()));
    println!("{}", reports.recv().await.expect("`log` is here")); // The task has begun.
    let running = shut_down(&stop, &tasks, Duration::from_secs(5)).await;
    println!("all were asked to stop; still running: {running}");
    println!("{}", reports.recv().await.expect("`log` is here"));
}
