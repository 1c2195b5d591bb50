//! The pool of the article with async tasks for workers, the nearest thing to goroutines.
//!
//! Article A, "Worker pools", literally: three workers, two channels of ten. A task that waits costs
//! no thread, and it goes on when its thread is free, without a switch by the system. All tasks here
//! share the one thread that `smol::spawn` starts; `SMOL_THREADS` in the environment makes it more.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_async`
//! Paste: `cargo add smol`

use smol::channel::{self, Receiver, Sender};

/// Squares jobs until the last sender of jobs is gone; gives how many it did.
pub async fn worker(jobs: Receiver<u32>, results: Sender<u64>) -> u32 {
    let mut done = 0;
    // Every `.await` is a place where this task may be left for another, as at a Go channel.
    while let Ok(job) = jobs.recv().await {
        if results.send(u64::from(job).pow(2)).await.is_err() {
            break; // Nobody wants results any more.
        }
        done += 1;
    }
    done
}

/// The squares of 1 to `jobs`, in no fixed order, and how many jobs the workers did together.
///
/// # Panics
/// If there are no workers, who would have to do the jobs.
pub async fn squares(workers: usize, jobs: u32) -> (Vec<u64>, u32) {
    assert!(workers > 0, "a pool needs a worker");
    let (job_sender, job_receiver) = channel::bounded(10);
    let (result_sender, results) = channel::bounded(10);
    let start = |_| smol::spawn(worker(job_receiver.clone(), result_sender.clone()));
    let tasks: Vec<_> = (0..workers).map(start).collect();
    drop(result_sender);

    // A feeder of its own, for the reason that `worker_pool` shows.
    let feeder = smol::spawn(async move {
        for job in 1..=jobs {
            job_sender.send(job).await.expect("this function holds a receiver");
        }
    });
    let mut squares = Vec::new();
    while let Ok(square) = results.recv().await {
        squares.push(square);
    }

    // A task is joined by awaiting it. Dropped instead, it would be cancelled, unlike a goroutine.
    feeder.await;
    let mut done = 0;
    for task in tasks {
        done += task.await;
    }
    (squares, done)
}

pub fn main() {
    // A thousand workers are no more trouble than three: they are not threads.
    for workers in [3, 1000] {
        let (squares, done) = smol::block_on(squares(workers, 100));
        let sum: u64 = squares.iter().sum();
        println!("{workers} workers did {done} jobs; the squares add up to {sum}");
    }
}
