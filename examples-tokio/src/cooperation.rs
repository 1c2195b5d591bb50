//! A task that never yields lets no neighbour run until it is done; who yields takes turns.
//!
//! Article A, "Asynchronous programming": tasks hand over control voluntarily, and nobody takes it
//! from them. Threads differ: there the system interrupts whoever has run for long enough.
//!
//! Run: `cargo run -p examples-tokio -- cooperation`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use tokio::sync::mpsc::{self, UnboundedSender};
use tokio::task;

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("never yields: {}", turns(false).await.join(", "));
    println!("yields:       {}", turns(true).await.join(", "));
}

/// Draws three pictures, while a neighbouring task has three messages to answer. Gives what was
/// done in the order in which it was done.
///
/// # Panics
/// If no Tokio runtime runs it.
pub async fn turns(yielding: bool) -> Vec<&'static str> {
    // Unbounded, because sending to it never waits: the log must not be a reason to pause.
    let (log, mut done) = mpsc::unbounded_channel();
    let neighbour = task::spawn(work(["message 1", "message 2", "message 3"], true, log.clone()));
    // The neighbour always yields. That does not help it while this one keeps the thread.
    work(["picture 1", "picture 2", "picture 3"], yielding, log).await;
    neighbour.await.expect("it does not panic");

    let mut order = Vec::new();
    while let Some(step) = done.recv().await {
        order.push(step);
    }
    order
}

async fn work(steps: [&'static str; 3], yielding: bool, log: UnboundedSender<&'static str>) {
    for step in steps {
        // Awaiting is no pause in itself. A task pauses only where the future that it awaits is not
        // ready, and this one always is.
        do_step(step, &log).await;
        if yielding {
            // Not ready when first asked, so the others get a turn. Whose turn is next, Tokio does
            // not promise. In a long computation, do this now and then, not every round.
            task::yield_now().await;
        }
    }
}

async fn do_step(step: &'static str, log: &UnboundedSender<&'static str>) {
    log.send(step).expect("`turns` keeps the receiver until both are done");
}
