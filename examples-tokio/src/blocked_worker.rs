//! A blocked worker keeps its newest task to itself, though another one is idle.
//!
//! Article B, "Async Coloring Without Justification", warns of CPU-bound work in async code. More
//! threads do not make it harmless: one task that blocks can stop a task that could run elsewhere.
//!
//! Run: `cargo run -p examples-tokio -- blocked_worker`
//! Paste: `cargo add tokio --features macros,rt-multi-thread`

use std::sync::mpsc::{Receiver, channel};

use tokio::task;

/// Spawns two tasks, and blocks its worker until the older one has run. Returns whether the newer
/// one has run by then, and where it will tell that it has.
///
/// On a runtime with one worker, it never returns: nobody is there to run the older one.
pub async fn block_after_two_spawns() -> (bool, Receiver<()>) {
    let (older_tells, older) = channel();
    let (newer_tells, newer) = channel();
    // A task that is spawned or woken by a worker goes to a slot from which this worker takes its
    // next task. The one that was there before goes to a queue from which all may take.
    task::spawn(async move { older_tells.send(()) });
    task::spawn(async move { newer_tells.send(()) });
    let _ = older.recv(); // The mistake: it blocks. The other worker takes the older task.
    (newer.try_recv().is_ok(), newer)
}

#[tokio::main(worker_threads = 2)]
pub async fn main() {
    // Spawned, because what `main` awaits itself does not run on a worker.
    let blocking = task::spawn(block_after_two_spawns());
    let (newer_has_run, newer) = blocking.await.expect("it does not panic");
    println!("while its worker was blocked, the older task ran; the newer one: {newer_has_run}");
    let has_run = newer.recv().is_ok(); // blocks `main`, which is no worker
    println!("when the worker was free again, the newer one: {has_run}");
}
