//! Heavy computing in a task stops the other tasks of its thread; elsewhere it does not.
//!
//! Article B, "Async Coloring Without Justification", warns of CPU-bound work in async code. Here
//! the same work runs in a task, on one of Tokio's threads for blocking calls, and in Rayon's pool,
//! while another task, the neighbor, wants to run every millisecond or two.
//!
//! Run: `cargo run -p examples-tokio -- cpu_in_async`
//! Paste: `cargo add rayon && cargo add tokio --features macros,rt,sync,time`

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::{sync::oneshot, task, time};

static NEIGHBOR_RUNS: AtomicU64 = AtomicU64::new(0);

/// Counts how often it gets to run, without end.
pub async fn neighbor() {
    loop {
        NEIGHBOR_RUNS.fetch_add(1, Ordering::Relaxed);
        time::sleep(Duration::from_millis(1)).await;
    }
}

/// Counts the primes below 10,000 in the slow way. Returns their number, and how often the neighbor
/// ran meanwhile. As an `async fn` it would keep the thread, too: there is no `.await` in it.
pub fn compute() -> (usize, u64) {
    let before = NEIGHBOR_RUNS.load(Ordering::Relaxed);
    let primes = (2..10_000).filter(|n| (2..*n).all(|divisor| n % divisor != 0)).count();
    (primes, NEIGHBOR_RUNS.load(Ordering::Relaxed) - before)
}

/// Computes on a thread that Tokio keeps for blocking calls. There may be up to 512 of these: good
/// for waiting, too many for computing.
pub async fn on_a_blocking_thread() -> (usize, u64) {
    // The task waits for the handle, and leaves its thread to the neighbor.
    task::spawn_blocking(compute).await.expect("computing does not panic")
}

/// Computes in Rayon's pool, which has a thread for each core, whatever the number of jobs.
pub async fn in_rayon() -> (usize, u64) {
    // Rayon does not know of tasks, but this sender never blocks, and the receiver is a future.
    let (sender, result) = oneshot::channel();
    rayon::spawn(move || {
        let _ = sender.send(compute()); // The task may have been cancelled.
    });
    result.await.expect("computing does not panic, so the result is sent")
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    task::spawn(neighbor());
    for (place, (primes, runs)) in [
        ("in the task:        ", compute()),
        ("with spawn_blocking:", on_a_blocking_thread().await),
        ("with Rayon:         ", in_rayon().await),
    ] {
        println!("{place} {primes} primes; turns of the neighbor meanwhile: {runs}");
    }
}
