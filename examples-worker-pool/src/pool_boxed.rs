//! A pool, step 1: jobs of any kind, boxed, in one queue for all workers.
//!
//! Article A, "Worker pools", has workers that know one job, squaring a number. Here a job is a boxed
//! closure, so one pool does whatever is asked. The standard library's receiver cannot be cloned:
//! the workers share it under a lock, and must not hold that lock while they work.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_boxed`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A number of threads that run jobs in the order in which they were submitted.
pub struct Pool {
    jobs: Sender<Job>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Starts the workers. Without any, a job would never run.
    ///
    /// # Panics
    /// If there are to be no workers.
    pub fn new(workers: usize) -> Pool {
        assert!(workers > 0, "a pool needs a worker");
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                // `while let Ok(job) = queue.lock().unwrap().recv()` looks the same, but its guard
                // lives to the end of the loop's body: then one worker works and the others wait.
                while let Some(job) = next(&queue) {
                    job();
                }
            })
        };
        Pool { jobs, workers: (0..workers).map(start).collect() }
    }

    /// Puts a job into the queue, and does not wait.
    ///
    /// # Panics
    /// If no worker is left, because each ran a job that panicked.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) {
        assert!(self.jobs.send(Box::new(job)).is_ok(), "every worker has panicked");
    }

    /// Waits until all jobs are done and all workers have ended.
    ///
    /// # Panics
    /// If a job panicked.
    pub fn join(self) {
        drop(self.jobs); // The queue ends, and with it the loops of the workers.
        for worker in self.workers {
            assert!(worker.join().is_ok(), "a job panicked");
        }
    }
}

/// The next job, or `None` at the end. The lock is released when this returns, before the job runs.
fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().expect("nothing panics under this lock").recv().ok()
}

pub fn main() {
    let pool = Pool::new(2);
    let (answers, received) = mpsc::channel();

    let words = answers.clone();
    pool.submit(move || {
        let count = "a quick brown fox".split(' ').count();
        words.send(format!("{count} words")).expect("main reads to the end");
    });
    pool.submit(move || {
        let cents: u32 = [250, 199, 80].iter().sum();
        answers.send(format!("{cents} cents")).expect("main reads to the end");
    });

    // Two jobs that wait for each other: they end only if two workers work at the same time.
    let meeting = Arc::new(Barrier::new(2));
    for _ in 0..2 {
        let meeting = Arc::clone(&meeting);
        pool.submit(move || {
            meeting.wait();
        });
    }
    pool.join();

    let mut answers: Vec<_> = received.iter().collect();
    answers.sort(); // Which of the two came first is the scheduler's business.
    println!("answers: {answers:?}");
    println!("two jobs met, so no lock is held during a job");
}
