//! The article's pool with async tasks as workers: the nearest thing to goroutines.
//!
//! Article A, "Worker pools": it is `worker_pool` with tasks in place of threads. All tasks share the one
//! thread that `smol::spawn` starts. `SMOL_THREADS` in the environment asks for more.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_async`
//! Paste: `cargo add smol`

use smol::channel::{self, Receiver, Sender};

const PLACES: usize = 10;

/// Squares jobs until the last sender of jobs is gone. Returns how many it did.
pub async fn worker(jobs: Receiver<u32>, results: Sender<u64>) -> u32 {
    let mut done = 0;
    // At every `.await` another task may run, as at a Go channel.
    while let Ok(job) = jobs.recv().await {
        if results.send(u64::from(job).pow(2)).await.is_err() {
            break; // Nobody wants results any more.
        }
        done += 1;
    }
    done
}

/// Returns the squares of 1 to `jobs`, in no fixed order, and how many jobs the workers did together.
pub async fn fed_by_a_task(workers: usize, jobs: u32) -> (Vec<u64>, u32) {
    assert!(workers > 0, "a pool needs a worker");
    let (job_sender, job_receiver) = channel::bounded(PLACES);
    let (result_sender, results) = channel::bounded(PLACES);
    let start = |_| smol::spawn(worker(job_receiver.clone(), result_sender.clone()));
    let tasks: Vec<_> = (0..workers).map(start).collect();
    drop(result_sender);
    let feeder = smol::spawn(async move {
        for job in 1..=jobs {
            job_sender.send(job).await.expect("this function holds a receiver");
        }
    });
    let mut squares = Vec::new();
    while let Ok(square) = results.recv().await {
        squares.push(square);
    }

    feeder.await; // To join a task is to await it. In smol, a task that is dropped is cancelled.
    let mut done = 0;
    for task in tasks {
        done += task.await;
    }
    (squares, done)
}

pub fn main() {
    // A thousand workers cost little more than three: they are not threads.
    for workers in [3, 1000] {
        let (squares, done) = smol::block_on(fed_by_a_task(workers, 100));
        let sum: u64 = squares.iter().sum();
        println!("{workers} workers did {done} jobs; the squares add up to {sum}");
    }
}
