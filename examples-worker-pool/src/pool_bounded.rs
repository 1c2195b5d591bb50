//! A pool, step 2: a queue with a bound. When it is full, `submit` waits.
//!
//! The queue of `pool_boxed` can grow until no memory is left. A bound holds back a submitter that is
//! faster than the workers: `submit` waits for a place, and `try_submit` says that there is none.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_bounded`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs in the order of submission.
pub struct Pool {
    jobs: Option<SyncSender<Job>>, // New: it counts the places.
    workers: Vec<JoinHandle<()>>,
}

/// New: the queue had no place. Here is the job, for another try.
pub struct Full(pub Job);

impl Pool {
    /// Starts the workers, with a queue of `places`.
    ///
    /// # Panics
    /// If `workers` is zero: then a job would never run.
    pub fn new(workers: usize, places: usize) -> Pool {
        assert!(workers > 0, "a pool needs a worker");
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
    ///
    /// # Panics
    /// If no worker is left, because each ran a job that panicked.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) {
        let jobs = self.jobs.as_ref().expect("only `drop` takes it");
        assert!(jobs.send(Box::new(job)).is_ok(), "every worker has panicked");
    }

    /// New: puts a job into the queue if there is a place.
    ///
    /// # Errors
    /// If there is none. The job comes back.
    ///
    /// # Panics
    /// As `submit`.
    pub fn try_submit(&self, job: Job) -> Result<(), Full> {
        match self.jobs.as_ref().expect("only `drop` takes it").try_send(job) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(job)) => Err(Full(job)),
            Err(TrySendError::Disconnected(_)) => panic!("every worker has panicked"),
        }
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
        let Ok(job) = queue.lock().expect("no job runs under this lock").recv() else { return };
        job();
    }
}

pub fn main() {
    let pool = Pool::new(1, 2);
    let (log, lines) = mpsc::channel();
    let pack = |order: u32| {
        let log = log.clone();
        Box::new(move || log.send(order).expect("main reads to the end"))
    };

    // The first job holds the only worker, so the jobs after it stay in the queue.
    let (started, has_started) = mpsc::channel();
    let (release, held) = mpsc::channel::<()>();
    pool.submit(move || {
        started.send(()).expect("main waits for it");
        held.recv().expect_err("main drops the sender");
    });
    has_started.recv().expect("the first job starts");

    let full: Vec<_> = (1..=4).filter_map(|order| pool.try_submit(pack(order)).err()).collect();
    println!("{} of 4 orders find the queue full", full.len());
    drop(release);
    for Full(job) in full {
        pool.submit(job); // Waits for a place, which the worker now makes.
    }
    drop(pool);
    println!("packed: {:?}", lines.try_iter().collect::<Vec<_>>());
}
