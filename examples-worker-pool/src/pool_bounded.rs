//! A pool, step 2: a queue with a bound. When it is full, `submit` waits.
//!
//! The queue of `pool_boxed` can grow until no memory is left. A bound holds back a submitter that is
//! faster than the workers: `submit` waits for a place, and `try_submit` says that there is none.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_bounded`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take jobs in the order of submission.
pub struct Pool {
    jobs: Option<SyncSender<Job>>, // New: it counts the places.
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Starts the workers, with a queue of `places`.
    pub fn new(workers: usize, places: usize) -> Pool {
        let (jobs, queue) = mpsc::sync_channel(places);
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || run_jobs(&queue))
        };
        Pool { jobs: Some(jobs), workers: (0..workers).map(start).collect() }
    }

    /// Puts a job into the queue. New: waits for a place. A job must not call this: if all workers waited
    /// for a place, nobody would make one.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) {
        let jobs = self.jobs.as_ref().expect("only `drop` takes it");
        jobs.send(Box::new(job)).expect("a worker is left");
    }

    /// New: puts a job into the queue if there is a place. If not, the error returns the job.
    pub fn try_submit(&self, job: Job) -> Result<(), TrySendError<Job>> {
        self.jobs.as_ref().expect("only `drop` takes it").try_send(job)
    }
}

/// Waits for all jobs.
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
        let Ok(job) = queue.lock().expect("no job runs under this lock").recv() else { return };
        job();
    }
}

pub fn main() {
    let pool = Pool::new(1, 2);
    let gate = Arc::new(Barrier::new(2));
    let held = Arc::clone(&gate);
    pool.submit(move || {
        held.wait();
        held.wait();
    });
    gate.wait(); // From here to the next `wait`, the job holds the only worker.

    let (log, packed) = mpsc::channel();
    let mut refused = Vec::new();
    for order in 1..=4 {
        let log = log.clone();
        let pack = move || log.send(order).expect("main reads to the end");
        refused.extend(pool.try_submit(Box::new(pack)).err());
    }
    println!("{} of 4 orders find the queue full", refused.len());
    gate.wait();
    for error in refused {
        if let TrySendError::Full(job) = error {
            pool.submit(job); // Waits for a place, which the worker now makes.
        }
    }
    drop(pool);
    println!("packed: {:?}", packed.try_iter().collect::<Vec<_>>());
}
