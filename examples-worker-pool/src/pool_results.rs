//! A pool, step 3: results, in the order of the input or in the order of completion.
//!
//! A job of `pool_bounded` has to send its result itself. Now `submit` returns a ticket for it. (The
//! article's pool knows the order of completion alone.) `try_submit` is left out until the last step.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_results`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// A fixed number of threads that run jobs in the order of submission.
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
    ///
    /// # Panics
    /// If no worker is left, because each ran a job that panicked.
    pub fn submit<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Ticket<T> {
        let (job, ticket) = ticketed(job);
        let jobs = self.jobs.as_ref().expect("only `drop` takes it");
        assert!(jobs.send(job).is_ok(), "every worker has panicked");
        ticket
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

/// New: boxes a job so that its result goes to the ticket.
fn ticketed<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> (Job, Ticket<T>) {
    let (sender, receiver) = mpsc::channel();
    let run = move || drop(sender.send(job())); // Without a ticket, nobody wants the result.
    (Box::new(run), Ticket(receiver))
}

pub fn main() {
    let pool = Pool::new(2, 10);

    // New: tickets keep the order of the input. The array's `map` submits all jobs before the first wait.
    let tickets = ["tea", "bread", "milk"].map(|word| pool.submit(move || word.len()));
    println!("in the order of the input: {:?}", tickets.map(Ticket::wait));

    // New: one channel for all jobs has the order of completion, so a job says which one it is.
    let (done, completed) = mpsc::channel();
    let (release, held) = mpsc::channel::<()>();
    let slow = done.clone();
    pool.submit(move || slow.send(("first", held.recv().is_err())));
    pool.submit(move || done.send(("second", true)));
    println!("completed: {:?}", completed.recv().map(|(job, _)| job));
    drop(release); // Only now can the first job end.
    println!("completed: {:?}", completed.recv().map(|(job, _)| job));
}
