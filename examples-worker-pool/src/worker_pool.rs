//! Three workers, two channels of ten places: stuck from 24 jobs on, and how to fix it.
//!
//! Article A, "Worker pools": `main` sends all jobs before it reads a result. Ten jobs are in the queue,
//! three are with the workers, ten results are unread, and the 24th job waits for a place that only
//! `main` could make. `go/worker_pool.go` prints the same.
//!
//! Run: `cargo run -p examples-worker-pool -- worker_pool`
//! Paste: `cargo add crossbeam`

use std::thread::{self, Scope};
use std::time::Duration;

use crossbeam::channel::{self, Receiver, Sender};

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

fn start<'scope>(s: &'scope Scope<'scope, '_>) -> (Sender<u32>, Receiver<u64>) {
    let (job_sender, jobs) = channel::bounded(PLACES);
    let (result_sender, results) = channel::bounded(PLACES);
    for _ in 0..WORKERS {
        let (jobs, result_sender) = (jobs.clone(), result_sender.clone());
        s.spawn(move || worker(jobs, result_sender));
    }
    (job_sender, results)
}

/// Returns the squares of 1 to `jobs`, in no fixed order. As in the article, it sends all jobs, and then
/// reads the results. The error says how many jobs were sent, how many of them are queued, and how many
/// results nobody has read, when every place is taken: the next `send` would wait forever.
pub fn all_sent_first(jobs: u32) -> Result<Vec<u64>, [usize; 3]> {
    thread::scope(|s| {
        let (job_sender, results) = start(s);
        for (sent, job) in (1..=jobs).enumerate() {
            // The deadline only says when to look: slow workers are no deadlock, full places are.
            while job_sender.send_timeout(job, Duration::from_millis(50)).is_err() {
                if sent == WORKERS + 2 * PLACES {
                    // On return both channels are dropped. The workers see it and end.
                    return Err([sent, job_sender.len(), results.len()]);
                }
            }
        }
        drop(job_sender); // Go: `close(jobs)`.
        Ok(results.iter().collect())
    })
}

/// Returns the same squares. A thread of its own sends the jobs: it can wait while this one reads.
pub fn fed_by_a_thread(jobs: u32) -> Vec<u64> {
    thread::scope(|s| {
        let (job_sender, results) = start(s);
        s.spawn(move || {
            for job in 1..=jobs {
                job_sender.send(job).expect("the workers live until this sender is gone");
            }
        });
        results.iter().collect()
    })
}

pub fn main() {
    for jobs in [5, 24] {
        match all_sent_first(jobs) {
            Ok(squares) => {
                let sum: u64 = squares.iter().sum();
                println!("{jobs} jobs, all sent first: the squares add up to {sum}");
            }
            Err([sent, queued, unread]) => {
                println!("{jobs} jobs, all sent first: stuck after {sent} of them,");
                let held = sent - queued - unread;
                println!("  {queued} queued, {held} with workers, {unread} results unread");
            }
        }
    }
    let sum: u64 = fed_by_a_thread(24).iter().sum();
    println!("24 jobs, fed by a thread: the squares add up to {sum}");
}
