// Refused: worker_lost

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Mutex::new(jobs.into_iter());
    let (returned, panicked) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let next = || queue.lock().unwrap().next();
    let work = || {
        let result = catch_unwind(AssertUnwindSafe(|| {
            while let Some(job) = next() {
                job();
                returned.fetch_add(1, Relaxed);
            }
        }));
        if result.is_err() {
            panicked.fetch_add(1, Relaxed);
        }
    };
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(work);
        }
    });
    (returned.into_inner(), panicked.into_inner())
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
