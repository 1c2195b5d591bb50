//! A pool, step 4: results, in the order of completion or in that of the input.
//!
//! The jobs of `pool_panics` give nothing back. Now `submit` gives a ticket for the result, which is the
//! job's value or its panic; `map` redeems the tickets in the order of the input, and
//! `map_as_completed` gives each result as it comes, with the index of its input. As nothing here
//! takes jobs back, the queue is again the channel of `pool_boxed`.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_results`
//! Paste: nothing to add, std alone

use std::mem;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs; dropping it waits for all of them.
pub struct Pool {
    jobs: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

/// The result of a job, to come. A ticket that is dropped loses the result, not the job.
pub struct Ticket<T>(Receiver<thread::Result<T>>);

impl<T> Ticket<T> {
    /// Waits for the result; an `Err` is what the job's panic said, as from `JoinHandle::join`.
    pub fn wait(self) -> thread::Result<T> {
        self.0.recv().expect("a job that was submitted is run, and its worker sends the result")
    }
}

impl Pool {
    /// Starts the workers.
    ///
    /// # Panics
    /// If there are to be none.
    pub fn new(workers: usize) -> Pool {
        assert!(workers > 0, "a pool needs a worker");
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                while let Some(job) = next(&queue) {
                    // The panic of a job is its result, see `send`. This is for a result that nobody
                    // wants any more, and that panics when it is dropped.
                    if let Err(payload) = panic::catch_unwind(AssertUnwindSafe(job)) {
                        mem::forget(payload); // It might do so as well.
                    }
                }
            })
        };
        Pool { jobs: Some(jobs), workers: (0..workers).map(start).collect() }
    }

    /// Puts a job into the queue, and gives a ticket for its result.
    pub fn submit<T, F>(&self, job: F) -> Ticket<T>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel();
        self.send(job, move |result| drop(sender.send(result)));
        Ticket(receiver)
    }

    /// What `f` makes of each item, in the order of the items.
    pub fn map<I, T, F>(&self, items: Vec<I>, f: F) -> Vec<thread::Result<T>>
    where
        I: Send + 'static,
        T: Send + 'static,
        F: Fn(I) -> T + Send + Sync + 'static,
    {
        let f = Arc::new(f); // The jobs may outlive this call, so they cannot borrow `f`.
        let submit = |item| {
            let f = Arc::clone(&f);
            self.submit(move || f(item))
        };
        // Collected first: a lazy iterator would submit one, wait for it, and submit the next.
        let tickets: Vec<_> = items.into_iter().map(submit).collect();
        tickets.into_iter().map(Ticket::wait).collect()
    }

    /// What `f` makes of each item, as it is done, with the item's index.
    pub fn map_as_completed<I, T, F>(
        &self,
        items: Vec<I>,
        f: F,
    ) -> impl Iterator<Item = (usize, thread::Result<T>)> + use<I, T, F>
    where
        I: Send + 'static,
        T: Send + 'static,
        F: Fn(I) -> T + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let (sender, receiver) = mpsc::channel(); // One channel for all, instead of one each.
        for (index, item) in items.into_iter().enumerate() {
            let (f, sender) = (Arc::clone(&f), sender.clone());
            self.send(move || f(item), move |result| drop(sender.send((index, result))));
        }
        receiver.into_iter() // It ends with the last job, when the last clone of the sender is gone.
    }

    /// Has `job` run, and its value or panic handed to `report`, where nobody may want it any more.
    fn send<T>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
        report: impl FnOnce(thread::Result<T>) + Send + 'static,
    ) {
        let run = move || report(panic::catch_unwind(AssertUnwindSafe(job)));
        let jobs = self.jobs.as_ref().expect("only `drop` takes it");
        assert!(jobs.send(Box::new(run)).is_ok(), "workers live as long as the pool");
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        for worker in self.workers.drain(..) {
            let _ = worker.join(); // Panics were reported with the results.
        }
    }
}

fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().expect("nothing panics under this lock").recv().ok()
}

pub fn main() {
    let pool = Pool::new(3);
    let ticket = pool.submit(|| "to be or not to be".split(' ').count());
    println!("words: {:?}", ticket.wait().ok());

    let lengths = pool.map(vec!["tea", "bread", "milk"], str::len);
    println!("in the order of the input: {:?}", lengths.iter().flatten().collect::<Vec<_>>());

    // Each job waits for the one after it, so they complete from the last to the first.
    let (mut jobs, mut done) = (Vec::new(), None);
    for name in ["first", "second", "third"] {
        let (sender, receiver) = mpsc::channel::<()>();
        jobs.push((name, done.replace(sender), receiver));
    }
    drop(done);
    let completed = pool.map_as_completed(jobs, |(name, before, after)| {
        let _ = after.recv(); // ends when the job after this one is done
        (name, before)
    });
    for (index, result) in completed {
        // The job before this one goes on when `before` is dropped, here, after the line.
        let (name, before) = result.expect("none of the three panics");
        println!("completed: {name}, index {index}");
        drop(before);
    }
}
