//! A pool, step 4: a job that panics is reported, and its worker goes on.
//!
//! In `pool_results` a panic ends the worker as well. After as many panics as workers, nobody works. Here
//! the worker catches the panic, and the ticket says what it was.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_panics`
//! Paste: nothing to add, std alone

use std::any::Any;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs in the order of submission.
pub struct Pool {
    jobs: Option<SyncSender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

/// The result of a job, to come. Dropping the ticket loses the result, not the job.
pub struct Ticket<T>(Receiver<thread::Result<T>>);

impl<T> Ticket<T> {
    /// Waits for the job and returns its result. An `Err` is the panic, as from `JoinHandle::join`.
    pub fn wait(self) -> thread::Result<T> {
        self.0.recv().expect("a worker runs every job, and sends a result")
    }
}

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

    /// Puts a job into the queue and returns the ticket for its result. Waits for a place. A job
    /// must not call this: if all workers waited for a place, nobody would make one.
    pub fn submit<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Ticket<T> {
        let (job, ticket) = ticketed(job);
        let jobs = self.jobs.as_ref().expect("only `drop` takes it");
        assert!(jobs.send(job).is_ok(), "workers live as long as the pool");
        ticket
    }
}

/// Waits for all jobs. Without this, the end of `main` would kill the workers in the middle of their work.
impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None; // The last sender is gone, so the queue ends after the jobs in it.
        for worker in self.workers.drain(..) {
            worker.join().expect("workers catch the panics of their jobs");
        }
    }
}

fn run_jobs(queue: &Mutex<Receiver<Job>>) {
    loop {
        let Ok(job) = queue.lock().expect("no job runs under this lock").recv() else { return };
        // New: a result that nobody wants is dropped here, and that may panic as well.
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(job)) {
            mem::forget(payload); // To drop this may panic again.
        }
    }
}

/// Boxes a job so that its result goes to the ticket.
fn ticketed<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> (Job, Ticket<T>) {
    let (sender, receiver) = mpsc::channel();
    // New: the panic is the result. The worker shares no data with the job that it could leave half done.
    let run = move || drop(sender.send(panic::catch_unwind(AssertUnwindSafe(job))));
    (Box::new(run), Ticket(receiver))
}

/// New: returns the message of a panic. `panic!` throws a `&str` or a `String`, `panic_any` anything.
pub fn message(payload: &(dyn Any + Send)) -> &str {
    match payload.downcast_ref::<&str>() {
        Some(text) => text,
        None => payload.downcast_ref::<String>().map_or("a panic without a message", |text| text),
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
            Err(payload) => println!("the job panicked: {}", message(&*payload)),
        }
    }
}
