//! Tokio waits for numbers, Rayon squares them, a Crossbeam channel collects the squares.
//!
//! Article A, "Combining Runtimes": what arrives in a Tokio task is computed in Rayon's pool. The
//! article's `main` ends before that has happened; this one awaits both sides. And here no worker
//! of Rayon's waits for the next number: it is given a job when there is one.
//!
//! Run: `cargo run -p examples-combined -- three_libraries`
//! Paste: `cargo add anyhow crossbeam rayon && cargo add tokio --features io-util,macros,net,rt-multi-thread,sync,time`

use std::time::Duration;

use anyhow::{Result, anyhow};
use crossbeam::channel;
use tokio::{task, time};

/// Stands for a request over the network: the waiting is what matters.
async fn fetch(number: u32) -> u32 {
    time::sleep(Duration::from_millis(20)).await;
    number
}

/// Awaits one request after the other in a task, and squares each number in Rayon's default pool
/// while the task waits for the next. Gives numbers and squares, in the order of the requests.
///
/// # Errors
/// If a request panics.
pub async fn square_each<F>(requests: Vec<F>) -> Result<Vec<(u32, u64)>>
where
    F: Future<Output = u32> + Send + 'static,
{
    let (squared, squares) = channel::unbounded();
    let fetching = task::spawn(async move {
        for (place, request) in requests.into_iter().enumerate() {
            let number = request.await;
            let squared = squared.clone();
            // The article starts one job that waits on a channel for all numbers, and so takes a
            // worker away from everybody. This job starts when all that it needs is there. It must
            // not panic: nobody waits for it, so Rayon would abort the process.
            rayon::spawn(move || {
                let square = u64::from(number) * u64::from(number); // which always fits
                // Does not wait, for the channel has no bound; fails if nobody listens any more.
                let _ = squared.send((place, number, square));
            });
        }
    }); // The task's `squared` goes here, each job's after its `send`: that closes the channel.

    // To receive from a Crossbeam channel is to block, and that must not happen in a task. Tokio
    // keeps threads on which it may.
    let collecting = task::spawn_blocking(move || squares.iter().collect::<Vec<_>>());
    fetching.await.map_err(|error| anyhow!("a request failed: {error}"))?;
    let mut squares = collecting.await.map_err(|error| anyhow!("collecting failed: {error}"))?;
    squares.sort_unstable(); // by place: with several workers, one job may overtake another
    Ok(squares.into_iter().map(|(_, number, square)| (number, square)).collect())
}

#[tokio::main(flavor = "multi_thread")]
pub async fn main() -> Result<()> {
    for (number, square) in square_each((1..=5).map(fetch).collect()).await? {
        println!("{number} squared is {square}");
    }
    Ok(())
}
