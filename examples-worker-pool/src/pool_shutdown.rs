//! A pool, step 7: `close` runs what is in the queue, `cancel` drops it.
//!
//! `pool_condvar` can only be dropped. This one can end while others still hold it, so it needs an answer
//! for a job that comes too late, and for the ticket of a job that was cancelled.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_shutdown`
//! Paste: nothing to add, std alone

use std::collections::VecDeque;
use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Barrier, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that take jobs in the order of submission.
pub struct Pool {
    queue: Arc<Queue>,
    workers: Vec<JoinHandle<()>>,
}

/// The jobs, and where workers sleep until there is a job or the end.
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
    /// New: `None` if the job was cancelled.
    pub fn wait(self) -> Option<thread::Result<T>> {
        self.0.recv().ok() // A job that is dropped drops its sender.
    }
}

/// New: the pool was closed or cancelled before it took the job. The job was dropped.
#[derive(Debug, PartialEq)]
pub struct Closed;

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

    /// Puts a job into the queue and returns the ticket for its result. Does not wait. New: an error if
    /// the pool was closed or cancelled.
    pub fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Ticket<T>, Closed> {
        let (sender, result) = mpsc::channel();
        let job = move || drop(sender.send(panic::catch_unwind(AssertUnwindSafe(job))));
        let mut state = self.queue.state.lock().expect(UNPOISONED);
        if state.closed {
            return Err(Closed);
        }
        state.jobs.push_back(Box::new(job));
        self.queue.work.notify_one(); // One job, so one worker is enough.
        Ok(Ticket(result))
    }

    /// New: takes no more jobs. Those in the queue will run. Does not wait.
    pub fn close(&self) {
        self.queue.state.lock().expect(UNPOISONED).closed = true;
        self.queue.work.notify_all(); // Every worker that sleeps has to wake up and end.
    }

    /// New: takes no more jobs, and drops those in the queue. Returns their number. Does not interrupt a
    /// job that runs: nothing can stop a thread from outside.
    pub fn cancel(&self) -> usize {
        let mut state = self.queue.state.lock().expect(UNPOISONED);
        state.closed = true; // Under the same lock, or a job could slip in between.
        let jobs = mem::take(&mut state.jobs);
        drop(state); // What a job owns may do anything when it is dropped, so not under the lock.
        self.queue.work.notify_all();
        jobs.len()
    }
}

/// Waits for all jobs.
impl Drop for Pool {
    fn drop(&mut self) {
        self.close();
        for worker in self.workers.drain(..) {
            let _ = worker.join(); // A worker ends with a panic only if dropping a result panics.
        }
    }
}

const UNPOISONED: &str = "no job runs under this lock";

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
    let pool = Pool::new(1);
    let gate = Arc::new(Barrier::new(2));
    let held = Arc::clone(&gate);
    let first = pool.submit(move || (held.wait(), held.wait())).expect("the pool is open");
    gate.wait(); // From here to the next `wait`, the first job holds the only worker.

    let others = [2, 3].map(|order| pool.submit(move || order).expect("the pool is open"));
    println!("cancelled: {} orders in the queue", pool.cancel());
    println!("one more: {:?}", pool.submit(|| 4).err());
    gate.wait();
    println!("the first is packed: {}", first.wait().is_some());
    println!("the others: {:?}", others.map(|order| order.wait().is_some()));
}
