//! A task that never yields makes its neighbor wait; tasks that yield take turns.
//!
//! Article A, "Asynchronous programming": a task hands over control voluntarily, and nothing takes
//! it away. Threads differ: the system interrupts a thread that has run for long enough.
//!
//! Run: `cargo run -p examples-tokio -- cooperation`
//! Paste: `cargo add tokio --features macros,rt,sync`

use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task;

/// Draws three pictures while a neighbor, which always yields, answers three messages. Returns the
/// steps in the order in which they were done.
pub async fn turns(yielding: bool) -> Vec<&'static str> {
    // Unbounded, because sending to it never waits: logging must not be a reason to pause.
    let (log, mut done) = mpsc::unbounded_channel();
    task::spawn(work(["message 1", "message 2", "message 3"], true, log.clone()));
    work(["picture 1", "picture 2", "picture 3"], yielding, log).await;

    let mut order = Vec::new();
    while let Some(step) = done.recv().await {
        order.push(step);
    }
    order // The channel has ended, because both tasks have dropped their senders.
}

async fn work(steps: [&'static str; 3], yielding: bool, log: UnboundedSender<&'static str>) {
    for step in steps {
        // `.await` alone is no pause. A task pauses only if what it awaits is not ready, and this
        // always is.
        do_step(step, &log).await;
        if yielding {
            // This is not ready at first, so other tasks get a turn. Tokio does not promise whose.
            // A long computation need not yield in every round.
            task::yield_now().await;
        }
    }
}

async fn do_step(step: &'static str, log: &UnboundedSender<&'static str>) {
    log.send(step).expect("`turns` keeps the receiver until both senders are dropped");
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("never yields: {}", turns(false).await.join(", "));
    println!("yields:       {}", turns(true).await.join(", "));
}
