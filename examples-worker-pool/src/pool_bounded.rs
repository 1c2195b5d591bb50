//! A pool, step 5: a queue with a bound, where `submit` waits and `try_submit` says full.
//!
//! Every queue so far could grow until memory ended. With a bound, who submits faster than the workers
//! work is held back, by waiting for a place or by being told to come again. As `SyncSender` keeps the
//! count, this step differs from `pool_results` in little more than the kind of channel.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_bounded`
//! Paste: nothing to add, std alone

use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs from a queue with a bound; dropping it waits for all of them.
pub struct Pool {
    jobs: Option<SyncSender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

/// The queue was full; here is the job, for another try.
pub struct Full(pub Job);

impl Pool {
    /// Starts the workers, with a queue of so many places. With none, a job is handed over only to a
    /// worker that waits for it.
    ///
    /// # Panics
    /// If there are to be no workers.
    pub fn new(workers: usize, places: usize) -> Pool {
        assert!(workers > 0, "a pool needs a worker");
        let (jobs, queue) = mpsc::sync_channel::<Job>(places);
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                while let Some(job) = next(&queue) {
                    // The message is on stderr; what `pool_panics` does with it is left out here. What
                    // the panic threw may panic when it is dropped. That is caught as well, and what
                    // comes of it is not dropped at all.
                    let run = || drop(panic::catch_unwind(AssertUnwindSafe(job)));
                    mem::forget(panic::catch_unwind(AssertUnwindSafe(run)));
                }
            })
        };
        Pool { jobs: Some(jobs), workers: (0..workers).map(start).collect() }
    }

    /// Puts a job into the queue, and waits for a place if there is none. A job must not call this: if
    /// all workers waited for a place, nobody would make one.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) {
        assert!(self.jobs().send(Box::new(job)).is_ok(), "workers live as long as the pool");
    }

    /// Puts a job into the queue if there is a place.
    ///
    /// # Errors
    /// If there is none. The job comes back.
    pub fn try_submit(&self, job: Job) -> Result<(), Full> {
        match self.jobs().try_send(job) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(job)) => Err(Full(job)),
            Err(TrySendError::Disconnected(_)) => unreachable!("workers live as long as the pool"),
        }
    }

    fn jobs(&self) -> &SyncSender<Job> {
        self.jobs.as_ref().expect("only `drop` takes it")
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        for worker in self.workers.drain(..) {
            let _ = worker.join(); // Workers catch the panics of their jobs.
        }
    }
}

fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().expect("nothing panics under this lock").recv().ok()
}

pub fn main() {
    let pool = Pool::new(1, 2);
    let (log, lines) = mpsc::channel();
    let pack = |order: u32| -> Job {
        let log = log.clone();
        Box::new(move || log.send(order).expect("main reads to the end"))
    };

    // The worker is held by its first job, so what comes next stays in the queue.
    let (started, has_started) = mpsc::channel();
    let (release, held) = mpsc::channel::<()>();
    pool.submit(move || {
        started.send(()).expect("main waits for it");
        held.recv().expect_err("main drops the sender");
    });
    has_started.recv().expect("the job starts");

    let mut refused = Vec::new();
    for order in 1..=4 {
        match pool.try_submit(pack(order)) {
            Ok(()) => println!("order {order} has a place"),
            Err(Full(job)) => {
                println!("order {order}: full");
                refused.push(job);
            }
        }
    }
    drop(release);
    for job in refused {
        pool.submit(job); // waits for a place, which the worker now makes
    }
    drop(pool);
    println!("packed: {:?}", lines.try_iter().collect::<Vec<_>>());
}
