//! A pool, step 5: small jobs travel in batches, because each hand-over costs.
//!
//! A job that is handed over alone pays for a box, a lock and perhaps for waking a thread: a microsecond
//! for work of nanoseconds. `map` cuts the items into batches, and each batch is one job.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_batches`
//! Paste: nothing to add, std alone

use std::mem;
use std::num::NonZeroUsize;
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

impl Pool {
    /// New: returns what `f` makes of each item, batch after batch, in the order of the items. Large
    /// batches cost less. Small batches spread unequal work better.
    ///
    /// # Errors
    /// The first panic of `f`. It ends its batch, and the other batches still run.
    pub fn map<I, T, F>(
        &self,
        items: Vec<I>,
        size: NonZeroUsize,
        f: F,
    ) -> thread::Result<Vec<Vec<T>>>
    where
        I: Send + 'static,
        T: Send + 'static,
        F: Fn(I) -> T + Send + Sync + 'static,
    {
        let f = Arc::new(f); // Jobs may outlive this call, so they can't borrow `f`.
        let (mut items, mut tickets) = (items.into_iter(), Vec::new());
        while items.len() > 0 {
            let batch: Vec<I> = items.by_ref().take(size.get()).collect();
            let f = Arc::clone(&f);
            tickets.push(self.submit(move || batch.into_iter().map(|item| f(item)).collect()));
        }
        tickets.into_iter().map(Ticket::wait).collect()
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
        // A result that nobody wants is dropped here, and that may panic as well.
        if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(job)) {
            mem::forget(payload); // To drop this may panic again.
        }
    }
}

/// Boxes a job so that its result goes to the ticket.
fn ticketed<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> (Job, Ticket<T>) {
    let (sender, receiver) = mpsc::channel();
    // The panic is the result. The worker shares no data with the job that it could leave half done.
    let run = move || drop(sender.send(panic::catch_unwind(AssertUnwindSafe(job))));
    (Box::new(run), Ticket(receiver))
}

pub fn main() {
    let pool = Pool::new(2, 10);
    let prices: Vec<u64> = (1..=10_000).collect();
    for size in [1, 500] {
        let size = NonZeroUsize::new(size).expect("neither is zero");
        let batches = pool.map(prices.clone(), size, |cents| cents + cents / 5);
        let batches = batches.expect("to add a fifth does not panic");
        let with_tax = batches.concat();
        println!(
            "{} prices in {} jobs, in order: {}",
            with_tax.len(),
            batches.len(),
            with_tax.is_sorted()
        );
        println!("  with tax {}", with_tax.iter().sum::<u64>());
    }
}
