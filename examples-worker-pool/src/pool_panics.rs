//! A pool, step 3: a job that panics is reported, and its worker lives on.
//!
//! In `pool_shutdown` a panic ends the worker that met it, and nobody is told; after as many panics as
//! workers the queue only grows. Here the worker catches the panic, keeps what it said beside the
//! number of the job, and takes the next job.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_panics`
//! Paste: nothing to add, std alone

use std::any::Any;
use std::collections::VecDeque;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs, whatever these do; dropping it waits for all of them.
pub struct Pool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
    failures: Mutex<Vec<Failure>>,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<(usize, Job)>,
    submitted: usize,
    closed: bool,
}

/// A job that panicked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// The number that `submit` gave the job.
    pub job: usize,
    /// What the panic said.
    pub message: String,
}

impl Pool {
    /// Starts the workers.
    ///
    /// # Panics
    /// If there are to be none.
    pub fn new(workers: usize) -> Pool {
        assert!(workers > 0, "a pool needs a worker");
        let shared = Arc::new(Shared {
            queue: Mutex::default(),
            changed: Condvar::new(),
            failures: Mutex::default(),
        });
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.work())
        };
        Pool { workers: (0..workers).map(start).collect(), shared }
    }

    /// Puts a job into the queue, and gives its number, counted from 0.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) -> usize {
        let mut queue = self.shared.queue.lock().expect(UNPOISONED);
        let number = queue.submitted;
        queue.submitted += 1;
        queue.jobs.push_back((number, Box::new(job)));
        self.shared.changed.notify_one();
        number
    }

    /// Waits for all jobs, and gives those that panicked, by their number.
    pub fn join(self) -> Vec<Failure> {
        let shared = Arc::clone(&self.shared);
        drop(self);
        let mut failures = mem::take(&mut *shared.failures.lock().expect(UNPOISONED));
        failures.sort();
        failures
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.shared.queue.lock().expect(UNPOISONED).closed = true;
        self.shared.changed.notify_all();
        for worker in self.workers.drain(..) {
            worker.join().expect("workers catch the panics of their jobs");
        }
    }
}

impl Shared {
    fn work(&self) {
        while let Some((job, run)) = self.next() {
            // What the job has left half done is the job's own: the worker shares nothing with it,
            // so it may assert that unwinding is safe.
            if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(run)) {
                let message = message(payload);
                self.failures.lock().expect(UNPOISONED).push(Failure { job, message });
            }
        }
    }

    fn next(&self) -> Option<(usize, Job)> {
        let mut queue = self.queue.lock().expect(UNPOISONED);
        loop {
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if queue.closed {
                return None;
            }
            queue = self.changed.wait(queue).expect(UNPOISONED);
        }
    }
}

/// What a panic said: `panic!` leaves a `&str` or a `String`, `panic_any` whatever it likes.
fn message(payload: Box<dyn Any + Send>) -> String {
    let text = match payload.downcast_ref::<&str>() {
        Some(text) => Some(text.to_string()),
        None => payload.downcast_ref::<String>().cloned(),
    };
    if text.is_none() {
        // Whatever it is, it may panic once more when it is dropped. It is not worth a worker.
        mem::forget(payload);
    }
    text.unwrap_or_else(|| "a panic without words".to_string())
}

const UNPOISONED: &str = "no job runs, and nothing panics, under this lock";

pub fn main() {
    let pool = Pool::new(1); // One worker has to survive all of them.
    for price in ["250", "free", "80", "-1"] {
        let number = pool.submit(move || {
            let _cents: u32 = price.parse().unwrap_or_else(|_| panic!("no price: {price:?}"));
        });
        println!("job {number}: {price:?}");
    }
    for Failure { job, message } in pool.join() {
        println!("job {job} panicked: {message}");
    }
}
