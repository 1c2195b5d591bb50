//! Three workers, two channels of ten places: stuck from 24 jobs on, and mended.
//!
//! Article A, "Worker pools": `main` sends every job before it reads a result. The queue holds ten,
//! the workers three, the results' channel ten; the 24th job waits for a place that only `main`
//! itself could make. `go/worker_pool.go` prints the same.
//!
//! Run: `cargo run -p examples-worker-pool -- worker_pool`
//! Paste: `cargo add crossbeam`

use std::thread;
use std::time::Duration;

use crossbeam::channel::{self, Receiver, SendTimeoutError, Sender};

const WORKERS: usize = 3;
const PLACES: usize = 10;

/// Squares jobs until the last sender of jobs is gone.
pub fn worker(jobs: Receiver<u32>, results: Sender<u64>) {
    for job in jobs {
        if results.send(u64::from(job).pow(2)).is_err() {
            return; // Nobody wants results any more.
        }
    } // `results` is dropped here. Go needs a `WaitGroup` to learn that the last worker did this.
}

/// Where the jobs were when none of them could move on.
#[derive(Debug, PartialEq)]
pub struct Stuck {
    /// How many jobs had been sent.
    pub sent: usize,
    /// How many of them waited for a worker.
    pub queued: usize,
    /// How many results waited for `main`.
    pub results: usize,
}

/// The squares of 1 to `jobs`, in no fixed order, as the article does it: first all jobs are sent,
/// then the results are read.
///
/// # Errors
/// If every place is taken, so that the next `send` would wait for ever.
pub fn all_sent_first(jobs: u32) -> Result<Vec<u64>, Stuck> {
    let (job_sender, job_receiver) = channel::bounded(PLACES);
    let (result_sender, results) = channel::bounded(PLACES);
    thread::scope(|s| {
        for _ in 0..WORKERS {
            let (jobs, results) = (job_receiver.clone(), result_sender.clone());
            s.spawn(move || worker(jobs, results));
        }
        drop(result_sender);

        for (sent, job) in (1..=jobs).enumerate() {
            // The deadline only says when to look: slow workers are no deadlock, full places are.
            while let Err(SendTimeoutError::Timeout(_)) =
                job_sender.send_timeout(job, Duration::from_millis(50))
            {
                let now = Stuck { sent, queued: job_sender.len(), results: results.len() };
                if now == (Stuck { sent: WORKERS + 2 * PLACES, queued: PLACES, results: PLACES }) {
                    // Both are dropped as we leave: the workers see it and end, the scope joins them.
                    drop((job_sender, results));
                    return Err(now);
                }
            }
        }
        drop(job_sender); // Go: `close(jobs)`.
        Ok(results.iter().collect())
    })
}

/// The same, but the jobs are sent by a thread of their own: it may wait as long as it likes, while
/// this one reads.
pub fn fed_by_a_thread(jobs: u32) -> Vec<u64> {
    let (job_sender, job_receiver) = channel::bounded(PLACES);
    let (result_sender, results) = channel::bounded(PLACES);
    thread::scope(|s| {
        for _ in 0..WORKERS {
            let (jobs, results) = (job_receiver.clone(), result_sender.clone());
            s.spawn(move || worker(jobs, results));
        }
        drop(result_sender);
        s.spawn(move || {
            for job in 1..=jobs {
                job_sender.send(job).expect("this scope holds a receiver of jobs");
            }
        });
        results.iter().collect()
    })
}

pub fn main() {
    for jobs in [5, 24] {
        match all_sent_first(jobs) {
            Ok(squares) => {
                println!("{jobs} jobs, all sent first: the squares add up to {}", sum(&squares));
            }
            Err(Stuck { sent, queued, results }) => {
                let held = sent - queued - results;
                println!("{jobs} jobs, all sent first: stuck after {sent} of them,");
                println!("  {queued} queued, {held} with workers, {results} results unread");
            }
        }
    }
    println!("24 jobs, fed by a thread: the squares add up to {}", sum(&fed_by_a_thread(24)));
}

fn sum(squares: &[u64]) -> u64 {
    squares.iter().sum()
}
