//! A pool, step 2: dropped, it finishes its jobs; cancelled, it forgets those not yet started.
//!
//! `pool_boxed` without `join` leaves its workers behind, and who ends the program cuts them off. Here
//! every way out joins every worker. A channel's jobs cannot be taken back, so the queue is now a
//! list under a lock, with a condition variable for workers to sleep on.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_shutdown`
//! Paste: nothing to add, std alone

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs; dropping it waits for all jobs that were submitted and not cancelled.
pub struct Pool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

struct Queue {
    jobs: VecDeque<Job>,
    open: bool,
}

/// Why a job was not taken: the pool was closed or cancelled.
#[derive(Debug, PartialEq)]
pub struct Closed;

impl Pool {
    /// Starts the workers.
    ///
    /// # Panics
    /// If there are to be none.
    pub fn new(workers: usize) -> Pool {
        assert!(workers > 0, "a pool needs a worker");
        let queue = Mutex::new(Queue { jobs: VecDeque::new(), open: true });
        let shared = Arc::new(Shared { queue, changed: Condvar::new() });
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                while let Some(job) = shared.next() {
                    job();
                }
            })
        };
        Pool { workers: (0..workers).map(start).collect(), shared }
    }

    /// Puts a job into the queue.
    ///
    /// # Errors
    /// If the pool was closed or cancelled; the job is dropped.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) -> Result<(), Closed> {
        let mut queue = self.shared.queue.lock().expect(UNPOISONED);
        if !queue.open {
            return Err(Closed);
        }
        queue.jobs.push_back(Box::new(job));
        self.shared.changed.notify_one(); // One job, so one worker is enough.
        Ok(())
    }

    /// Takes no more jobs; those in the queue will be run. Does not wait.
    pub fn close(&self) {
        self.shared.queue.lock().expect(UNPOISONED).open = false;
        self.shared.changed.notify_all(); // Every worker that sleeps has to wake up and end.
    }

    /// Takes no more jobs, and drops those that no worker has started; gives how many these were.
    /// Jobs that run are not interrupted: a thread cannot be stopped from outside.
    pub fn cancel(&self) -> usize {
        let mut queue = self.shared.queue.lock().expect(UNPOISONED);
        queue.open = false; // Under the same lock, or a job could slip in between.
        let dropped = std::mem::take(&mut queue.jobs);
        drop(queue); // A job's own values may do anything when dropped, so not under the lock.
        self.shared.changed.notify_all();
        dropped.len()
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close();
        for worker in self.workers.drain(..) {
            // An `Err` is the panic of a job. Panicking here, perhaps during another panic, would
            // abort the program; the next step does better.
            let _ = worker.join();
        }
    }
}

impl Shared {
    fn next(&self) -> Option<Job> {
        let mut queue = self.queue.lock().expect(UNPOISONED);
        loop {
            // The jobs first: a closed pool still runs what it has taken.
            if let Some(job) = queue.jobs.pop_front() {
                return Some(job);
            }
            if !queue.open {
                return None;
            }
            queue = self.changed.wait(queue).expect(UNPOISONED);
        }
    }
}

const UNPOISONED: &str = "no job runs, and nothing panics, under this lock";

pub fn main() {
    let (log, lines) = mpsc::channel();
    let pool = Pool::new(2);
    for order in 1..=4 {
        let log = log.clone();
        pool.submit(move || log.send(order).expect("main reads to the end")).expect("still open");
    }
    drop(pool); // waits
    println!("dropped: {} of 4 orders packed", lines.try_iter().count());

    // One worker, held by its first job; the three behind it have not started.
    let pool = Pool::new(1);
    let (started, has_started) = mpsc::channel();
    let (release, held) = mpsc::channel::<()>();
    let first = log.clone();
    let hold = move || {
        started.send(()).expect("main waits for it");
        held.recv().expect_err("main drops the sender");
        first.send(1).expect("main reads to the end");
    };
    pool.submit(hold).expect("still open");
    has_started.recv().expect("the job starts");
    for order in 2..=4 {
        let log = log.clone();
        pool.submit(move || log.send(order).expect("main reads to the end")).expect("still open");
    }
    println!("cancelled: {} orders had not started", pool.cancel());
    println!("one more: {:?}", pool.submit(|| ()));
    drop(release);
    drop(pool);
    println!("packed all the same: {:?}", lines.try_iter().collect::<Vec<i32>>());
}
