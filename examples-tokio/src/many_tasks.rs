//! Ten thousand tasks wait at the same moment, and one thread is enough for all of them.
//!
//! Article A, "Asynchronous programming": thousands of tasks share a single thread, because a task
//! that waits gives the thread back. Ten thousand waiting threads would each keep a stack.
//!
//! Run: `cargo run -p examples-tokio -- many_tasks`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time;

const TASKS: usize = 10_000;
const PAUSE: Duration = Duration::from_millis(10);

// One thread, this one, runs every task. Without `flavor` there would be one for each core.
#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let start = Instant::now();
    let (most, threads) = wait_together(TASKS).await;
    let (took, together) = (start.elapsed(), PAUSE * TASKS as u32);
    println!("{most} of {TASKS} tasks waited at the same moment; threads that ran them: {threads}");
    println!(
        "each also slept for {PAUSE:?}, which adds up to {together:?}; all was done in {took:.0?}"
    );
}

/// Starts so many tasks, all of which wait until the last of them waits too. Gives how many waited
/// at the same moment, and how many threads the tasks ran on.
///
/// # Panics
/// If no Tokio runtime runs it, or one without timers.
pub async fn wait_together(tasks: usize) -> (usize, usize) {
    let waiting = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let all_wait = Arc::new(Barrier::new(tasks));
    let mut set = JoinSet::new();
    for _ in 0..tasks {
        // A spawned task may outlive this function, as a thread may: it needs its own `Arc`s.
        let (waiting, most) = (Arc::clone(&waiting), Arc::clone(&most));
        let all_wait = Arc::clone(&all_wait);
        set.spawn(async move {
            most.fetch_max(waiting.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
            // Tokio's barrier, not the standard library's: that one would stop the thread, and so
            // every task that has yet to reach it.
            all_wait.wait().await;
            waiting.fetch_sub(1, Ordering::Relaxed);
            time::sleep(PAUSE).await; // stands for waiting for a far-off server
            thread::current().id()
        });
    }
    let threads: HashSet<_> = set.join_all().await.into_iter().collect();
    (most.load(Ordering::Relaxed), threads.len())
}
