//! A pool, step 1: jobs of any kind, boxed, in one queue for all workers.
//!
//! Article A, "Worker pools", has workers that know one job, squaring a number. Here a job is a boxed
//! closure. The standard library's receiver can't be cloned, so the workers share it under a lock.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_boxed`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take jobs in the order of submission.
pub struct Pool {
    jobs: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Starts the workers.
    pub fn new(workers: usize) -> Pool {
        let (jobs, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || run_jobs(&queue))
        };
        Pool { jobs: Some(jobs), workers: (0..workers).map(start).collect() }
    }

    /// Puts a job into the queue. Does not wait. Panics if no worker is left.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) {
        let jobs = self.jobs.as_ref().expect("only `drop` takes it");
        jobs.send(Box::new(job)).expect("a worker is left");
    }
}

/// Waits for all jobs. Without this, the end of `main` would kill the workers in the middle of their work.
impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None; // The last sender is gone, so the queue ends after the jobs in it.
        for worker in self.workers.drain(..) {
            let _ = worker.join(); // `pool_panics` will care about panics.
        }
    }
}

fn run_jobs(queue: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is released at the end of this line. `while let Ok(job) = queue.lock()…recv()` would
        // hold it until the job is done: then one worker would work, and the others would wait.
        let Ok(job) = queue.lock().expect("no job runs under this lock").recv() else { return };
        job();
    }
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
    drop(pool);
    let mut answers: Vec<_> = received.iter().collect();
    answers.sort(); // Either job may have ended first.
    println!("answers: {answers:?}");
}
