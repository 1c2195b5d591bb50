//! A pool, step 4: a job that panics is reported, and its worker goes on.
//!
//! In `pool_results` a panic ends the worker as well. After as many panics as workers, nobody works. Here
//! the job catches its panic, and the ticket says what it was.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_panics`
//! Paste: nothing to add, std alone

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take jobs in the order of submission.
pub struct Pool {
    jobs: Option<SyncSender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

/// The result of a job, to come. Dropping the ticket loses the result, not the job.
pub struct Ticket<T>(Receiver<thread::Result<T>>);

impl<T> Ticket<T> {
    /// Waits for the job and returns its result. New: an `Err` is the panic, as from `JoinHandle::join`.
    pub fn wait(self) -> thread::Result<T> {
        self.0.recv().expect("a worker is left to run the job")
    }
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

    /// Puts a job into the queue and returns the ticket for its result. Waits for a place. A job
    /// must not call this: if all workers waited for a place, nobody would make one.
    pub fn submit<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Ticket<T> {
        let (sender, result) = mpsc::channel();
        // New: the panic is the result. `AssertUnwindSafe` says that nobody sees what the panic left half
        // done. The pool shares nothing with its jobs; what jobs share is for their authors to protect.
        let job = move || drop(sender.send(panic::catch_unwind(AssertUnwindSafe(job))));
        let jobs = self.jobs.as_ref().expect("only `drop` takes it");
        jobs.send(Box::new(job)).expect("a worker is left");
        Ticket(result)
    }
}

/// Waits for all jobs.
impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None; // The last sender is gone, so the queue ends after the jobs in it.
        for worker in self.workers.drain(..) {
            let _ = worker.join(); // An `Err` only if a result panicked as it was dropped.
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
    let pool = Pool::new(1, 10); // New: the only worker has to survive every panic.
    let prices = ["250", "free", "80", "-1"];
    let tickets = prices.map(|price| {
        pool.submit(move || price.parse::<u32>().unwrap_or_else(|_| panic!("no price: {price:?}")))
    });
    for (price, ticket) in prices.into_iter().zip(tickets) {
        match ticket.wait() {
            Ok(cents) => println!("{price:?} is {cents} cents"),
            // A formatted panic throws a `String`.
            Err(panic) => println!("it panicked: {:?}", panic.downcast_ref::<String>()),
        }
    }
}
