//! A pool, step 5: small jobs travel in batches, because each hand-over costs.
//!
//! A job that is handed over alone pays for a box, a lock and perhaps for waking a thread: a microsecond
//! for work of nanoseconds. `map` cuts the items into batches, and each batch is one job.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_batches`
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
    /// Waits for the job and returns its result. An `Err` is the panic, as from `JoinHandle::join`.
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
        let job = move || drop(sender.send(panic::catch_unwind(AssertUnwindSafe(job))));
        let jobs = self.jobs.as_ref().expect("only `drop` takes it");
        jobs.send(Box::new(job)).expect("a worker is left");
        Ticket(result)
    }

    /// New: returns what `f` makes of each item, in batches of `size`, in the order of the items. Large
    /// batches cost less, small ones spread unequal work better. An `Err` is the first panic of `f`: it
    /// ends its batch, and the other batches still run.
    pub fn map<I, T>(&self, items: &[I], size: usize, f: fn(&I) -> T) -> thread::Result<Vec<Vec<T>>>
    where
        I: Clone + Send + 'static,
        T: Send + 'static,
    {
        let submit = |batch: &[I]| {
            let batch = batch.to_vec(); // A job may outlive this call, so it can't borrow.
            self.submit(move || batch.iter().map(f).collect())
        };
        let tickets: Vec<_> = items.chunks(size).map(submit).collect(); // All before the first `wait`.
        tickets.into_iter().map(Ticket::wait).collect()
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
    let pool = Pool::new(2, 10);
    let prices: Vec<u64> = (1..=10_000).collect();
    for size in [1, 500] {
        let batches = pool.map(&prices, size, |cents| cents + cents / 5);
        let batches = batches.expect("to add a fifth does not panic");
        let (jobs, with_tax) = (batches.len(), batches.concat());
        println!("{} prices in {jobs} jobs, in order: {}", with_tax.len(), with_tax.is_sorted());
        println!("  with tax {}", with_tax.iter().sum::<u64>());
    }
}
