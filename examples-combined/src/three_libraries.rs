//! Tokio waits for numbers, Rayon squares them, a Crossbeam channel collects the squares.
//!
//! Article A, "Combining Runtimes". New against the article: `main` waits for both sides, and no worker
//! of Rayon's waits for a number. It gets a job when the number is there.
//!
//! Run: `cargo run -p examples-combined -- three_libraries`
//! Paste: `cargo add anyhow crossbeam rayon && cargo add tokio --features rt-multi-thread,time`

use std::time::Duration;

use anyhow::{Context, Result};
use crossbeam::channel;
use rayon::ThreadPoolBuilder;
use tokio::runtime::{Builder, Runtime};
use tokio::time;

/// Stands for a request over the network: the waiting is what matters.
async fn fetch(number: u32) -> u32 {
    time::sleep(Duration::from_millis(20)).await;
    number
}

/// Awaits one request after the other, and squares each number in Rayon's default pool while it waits
/// for the next. Returns the squares in the order of the requests.
///
/// # Errors
/// If a request panics.
pub fn square_each<F>(runtime: &Runtime, requests: Vec<F>) -> Result<Vec<u64>>
where
    F: Future<Output = u32> + Send + 'static,
{
    let (tx, rx) = channel::unbounded();
    let fetching = runtime.spawn(async move {
        for (place, request) in requests.into_iter().enumerate() {
            let (number, tx) = (request.await, tx.clone());
            // Must not panic: nobody waits for this job, so Rayon would abort the process.
            rayon::spawn(move || {
                let _ = tx.send((place, u64::from(number).pow(2))); // An `Err`: nobody listens.
            });
        }
    }); // Drops the task's `tx`. Each job drops its own, and the last one closes the channel.

    // A task must not block, and to receive from a Crossbeam channel is to block. This is no task.
    let mut squares: Vec<_> = rx.iter().collect();
    runtime.block_on(fetching).context("a request failed")?;
    squares.sort_unstable(); // by place: with several workers, one job may overtake another
    Ok(squares.into_iter().map(|(_, square)| square).collect())
}

pub fn main() -> Result<()> {
    // Now: if a task were the first to call Rayon, it would panic where no thread is left.
    ThreadPoolBuilder::new().build_global().context("can't start Rayon's workers")?;
    // Its own thread, so that it waits while this one collects.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_time().build()?;
    let squares = square_each(&runtime, (1..=5).map(fetch).collect())?;
    println!("Processed results: {squares:?}");
    Ok(())
}
