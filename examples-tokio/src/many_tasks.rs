//! Ten thousand tasks wait at the same moment, and one thread runs all of them.
//!
//! Article A, "Asynchronous programming": thousands of tasks share a single thread, because a task
//! that waits leaves the thread to the others. Ten thousand waiting threads would need a stack each.
//!
//! Run: `cargo run -p examples-tokio -- many_tasks`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use std::collections::HashSet;
use std::sync::Arc;
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tokio::time;

const TASKS: usize = 10_000;
const PAUSE: Duration = Duration::from_millis(10);

/// Starts `tasks` tasks that all wait until the last of them waits too. Returns the threads that
/// ran them.
pub async fn wait_together(tasks: usize) -> HashSet<ThreadId> {
    // Opens when `tasks` tasks wait here. std's barrier would block the thread, and with it every
    // task that has yet to come.
    let all_wait = Arc::new(Barrier::new(tasks));
    let mut set = JoinSet::new();
    for _ in 0..tasks {
        // A spawned task may outlive this function, as a thread may, so it needs an `Arc` of its own.
        let all_wait = Arc::clone(&all_wait);
        set.spawn(async move {
            all_wait.wait().await;
            time::sleep(PAUSE).await; // stands for waiting for a distant server
            thread::current().id()
        });
    }
    set.join_all().await.into_iter().collect()
}

// This thread runs every task. Without `flavor`, there would be one more thread for each core.
#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let start = Instant::now();
    let threads = wait_together(TASKS).await.len();
    println!("{TASKS} tasks waited at the same moment; threads that ran them: {threads}");
    let (sum, took) = (PAUSE * TASKS as u32, start.elapsed());
    println!("then each slept for {PAUSE:?}, in sum {sum:?}; everything took {took:.0?}");
}
