//! A pool, step 6: the queue by hand, a list under a lock and a condition variable.
//!
//! The channel of `pool_batches` did the same for us. But nobody can take a job back out of a channel, and
//! the next step has to. (The bound and `map` are left out until the last step.)
//!
//! Run: `cargo run -p examples-worker-pool -- pool_condvar`
//! Paste: nothing to add, std alone

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take jobs in the order of submission.
pub struct Pool {
    queue: Arc<Queue>,
    workers: Vec<JoinHandle<()>>,
}

/// New: the jobs, and where workers sleep until there is a job or the end.
#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    work: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
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
    /// Starts the workers.
    pub fn new(workers: usize) -> Pool {
        assert!(workers > 0, "a pool needs a worker");
        let queue = Arc::new(Queue::default());
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || run_jobs(&queue))
        };
        Pool { workers: (0..workers).map(start).collect(), queue }
    }

    /// Puts a job into the queue and returns the ticket for its result. Does not wait.
    pub fn submit<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Ticket<T> {
        let (sender, result) = mpsc::channel();
        let job = move || drop(sender.send(panic::catch_unwind(AssertUnwindSafe(job))));
        self.queue.state.lock().expect(UNPOISONED).jobs.push_back(Box::new(job));
        self.queue.work.notify_one(); // New: one job, so one worker is enough.
        Ticket(result)
    }
}

/// Waits for all jobs.
impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.state.lock().expect(UNPOISONED).closed = true;
        self.queue.work.notify_all(); // New: every worker that sleeps has to wake up and end.
        for worker in self.workers.drain(..) {
            let _ = worker.join(); // An `Err` only if a result panicked as it was dropped.
        }
    }
}

const UNPOISONED: &str = "no job runs under this lock";

/// New: the lock is held for moments only.
fn run_jobs(queue: &Queue) {
    loop {
        let mut state = queue.state.lock().expect(UNPOISONED);
        // A loop, because another worker may take the job before this one is awake. At the end the jobs
        // in the queue come first: a closed pool still runs what it has taken.
        while state.jobs.is_empty() && !state.closed {
            state = queue.work.wait(state).expect(UNPOISONED); // Unlocks while it sleeps.
        }
        let Some(job) = state.jobs.pop_front() else { return };
        drop(state);
        job();
    }
}

pub fn main() {
    let pool = Pool::new(2);
    let tickets = [1, 2, 3, 4].map(|order| pool.submit(move || format!("order {order} packed")));
    for ticket in tickets {
        println!("{}", ticket.wait().expect("no order panics"));
    }
}
