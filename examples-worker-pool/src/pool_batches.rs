//! A pool, step 6: small jobs are sent in batches, for the hand-over costs more than they do.
//!
//! A job handed over alone pays for a box, a lock and perhaps for waking a thread: a microsecond for
//! work of nanoseconds. `map` cuts the items into batches, each one job, and puts the results together in
//! the order of the input. The pool is that of `pool_boxed`, but that dropping it waits, as it does since
//! `pool_shutdown`; new is `map`.
//!
//! Run: `cargo run -p examples-worker-pool -- pool_batches`
//! Paste: nothing to add, std alone

use std::num::NonZeroUsize;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs; dropping it waits for all of them.
pub struct Pool {
    jobs: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    /// Starts the workers. Their number is of a type that has no zero, so there is nothing to check.
    pub fn new(workers: NonZeroUsize) -> Pool {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                while let Some(job) = next(&queue) {
                    job();
                }
            })
        };
        Pool { jobs: Some(jobs), workers: (0..workers.get()).map(start).collect() }
    }

    /// What `f` makes of each item, in the order of the items, and how many jobs it took: `batch` items
    /// are one job. Large batches cost less, small ones spread unequal work better.
    ///
    /// # Panics
    /// If `f` does. A panic costs its worker, so also if earlier ones have left none.
    pub fn map<I, T, F>(&self, items: Vec<I>, batch: NonZeroUsize, f: F) -> (Vec<T>, usize)
    where
        I: Send + 'static,
        T: Send + 'static,
        F: Fn(I) -> T + Send + Sync + 'static,
    {
        let mut results: Vec<Option<Vec<T>>> = Vec::new();
        let f = Arc::new(f);
        let (done, batches) = mpsc::channel();
        let mut items = items.into_iter();
        loop {
            let chunk: Vec<I> = items.by_ref().take(batch.get()).collect();
            if chunk.is_empty() {
                break;
            }
            let (f, done, index) = (Arc::clone(&f), done.clone(), results.len());
            results.push(None);
            let job = move || {
                let chunk: Vec<T> = chunk.into_iter().map(|item| f(item)).collect();
                let _ = done.send((index, chunk)); // Nobody wants it if another batch panicked.
            };
            // An `Err` means that all workers have panicked; the batch is then found missing.
            let _ = self.jobs.as_ref().expect("only `drop` takes it").send(Box::new(job));
        }
        drop(done);
        for (index, batch) in batches {
            results[index] = Some(batch);
        }
        let jobs = results.len();
        let results = results.into_iter().flat_map(|batch| batch.expect("a batch panicked"));
        (results.collect(), jobs)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        for worker in self.workers.drain(..) {
            let _ = worker.join(); // `map` has told of any panic.
        }
    }
}

fn next(queue: &Mutex<Receiver<Job>>) -> Option<Job> {
    queue.lock().expect("nothing panics under this lock").recv().ok()
}

pub fn main() {
    let pool = Pool::new(NonZeroUsize::MIN.saturating_add(1));
    let prices: Vec<u64> = (1..=10_000).collect();
    for batch in [1, 500] {
        let batch = NonZeroUsize::new(batch).expect("neither is zero");
        let (with_tax, jobs) = pool.map(prices.clone(), batch, |cents| cents + cents / 5);
        let sum: u64 = with_tax.iter().sum();
        println!("{} prices in {jobs} jobs, in order: {}", prices.len(), with_tax.is_sorted());
        println!("  with tax {sum}");
    }
}
