//! Two tasks wait at the same time, and their results are combined.
//!
//! Article B, "Smol": two requests of a second each take one second together. Here the waits are
//! shorter. A barrier proves that they overlap, where a stopwatch could only make it likely.
//!
//! Run: `cargo run -p examples-smol -- join_two`
//! Paste: `cargo add smol`

use std::sync::Arc;
use std::time::Duration;

use smol::lock::Barrier;
use smol::{Timer, spawn};

const WAIT: Duration = Duration::from_millis(100); // stands for the network

/// Fetches data and metadata at the same time and combines them.
pub fn bounded_async() -> String {
    // `Arc`, because a task of the global executor can't borrow from here; `local_borrow` shows
    // tasks that can.
    let both = Arc::new(Barrier::new(2));
    smol::block_on(async {
        let task1 = spawn(after_waiting("data", Arc::clone(&both), fetch_data_from_api()));
        let task2 = spawn(after_waiting("metadata", both, fetch_metadata()));
        // Both tasks have been running since `spawn`. Two futures without `spawn` would run one
        // after the other here, and the first would wait at the barrier forever.
        combine_results(task1.await, task2.await)
    })
}

async fn after_waiting(
    what: &str,
    both: Arc<Barrier>,
    fetch: impl Future<Output = String>,
) -> String {
    println!("{what}: asked");
    both.wait().await; // Opens when two tasks wait: neither goes on before both have asked.
    Timer::after(WAIT).await;
    let answer = fetch.await;
    println!("{what}: answered");
    answer
}

async fn fetch_data_from_api() -> String {
    "data".to_string()
}

async fn fetch_metadata() -> String {
    "metadata".to_string()
}

fn combine_results(data: String, metadata: String) -> String {
    format!("{data}-{metadata}")
}

pub fn main() {
    println!("combined: {}", bounded_async());
}
