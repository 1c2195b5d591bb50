//! A blocked worker keeps its newest task to itself, though another one is idle.
//!
//! Article B, "Async Coloring Without Justification", warns of CPU-bound work in async code. More
//! threads do not make it harmless: one task that blocks can stop a task that could run elsewhere.
//!
//! Run: `cargo run -p examples-tokio -- blocked_worker`
//! Paste: `cargo add tokio --features macros,rt-multi-thread`

use std::sync::mpsc::{Receiver, channel};
use std::{thread, time::Duration};

use tokio::task;

/// Spawns two tasks, and blocks its worker until the older one has run. Returns whether the newer
/// one has run by then, and where it will tell that it has.
async fn block_after_two_spawns() -> (bool, Receiver<()>) {
    let (older_tells, older) = channel();
    let (newer_tells, newer) = channel();
    // A task that is spawned or woken by a worker goes to a slot from which this worker takes its
    // next task. The one that was there before goes to a queue from which all may take.
    task::spawn(async move { older_tells.send(()) });
    task::spawn(async move { newer_tells.send(()) });
    let _ = older.recv(); // The mistake: it blocks. The other worker takes the older task.
    (newer.try_recv().is_ok(), newer)
}

/// Returns whether the newer task has run while its worker was blocked, and after that. Blocks its
/// thread. Call it from `main`, not from a task.
pub async fn run() -> (bool, bool) {
    let blocking = task::spawn(block_after_two_spawns());
    while !blocking.is_finished() {
        // A worker that falls asleep just now misses the older task. These empty tasks wake it.
        task::spawn(async {});
        thread::sleep(Duration::from_millis(1));
    }
    let (meanwhile, newer) = blocking.await.expect("it does not panic");
    (meanwhile, newer.recv().is_ok())
}

#[tokio::main(worker_threads = 2)]
pub async fn main() {
    let (meanwhile, afterwards) = run().await; // What `main` awaits does not run on a worker.
    println!("while its worker was blocked, the older task ran; the newer one: {meanwhile}");
    println!("when the worker was free again, the newer one: {afterwards}");
}
