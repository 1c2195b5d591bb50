//! A pool, step 3: `submit` returns a ticket for the result of its job.
//!
//! A job of `pool_bounded` has to send its result itself. The article's pool has one channel for all
//! results, in the order of completion. (`try_submit` is left out until the last step.)
//!
//! Run: `cargo run -p examples-worker-pool -- pool_results`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take jobs in the order of submission.
pub struct Pool {
    jobs: Option<SyncSender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

/// New: the result of a job, to come. Dropping the ticket loses the result, not the job.
pub struct Ticket<T>(Receiver<T>);

impl<T> Ticket<T> {
    /// Waits for the job and returns its result, or `None` if the job panicked.
    pub fn wait(self) -> Option<T> {
        self.0.recv().ok() // A panic drops the job, and with it the sender.
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
        let (sender, result) = mpsc::channel(); // New: the job takes the sender along.
        let job = move || drop(sender.send(job())); // It fails if nobody keeps the ticket.
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
    let pool = Pool::new(2, 10);
    // The array's `map` submits all jobs before the first `wait`.
    let tickets = ["tea", "bread", "milk"].map(|word| pool.submit(move || word.len()));
    println!("in the order of the input: {:?}", tickets.map(Ticket::wait));
}
