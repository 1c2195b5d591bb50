// A value that is dropped when the job ends counts it; `run` waits until all are counted.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Counts a job when it ends, in whichever way.
struct Count<'a>(&'a Mutex<(usize, usize)>, &'a Condvar);

impl Drop for Count<'_> {
    fn drop(&mut self) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if thread::panicking() {
            counts.1 += 1;
        } else {
            counts.0 += 1;
        }
        self.1.notify_one();
    }
}

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let all = jobs.len();
    let queue = Mutex::new(jobs.into_iter());
    let (counts, counted) = (Mutex::new((0, 0)), Condvar::new());
    let next = || queue.lock().unwrap().next();
    let work = || {
        while let Some(job) = next() {
            let _ = catch_unwind(AssertUnwindSafe(|| {
                let _count = Count(&counts, &counted);
                job();
            }));
        }
    };
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(work);
        }
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        while counts.0 + counts.1 < all {
            counts = counted.wait(counts).unwrap_or_else(PoisonError::into_inner);
        }
        *counts
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
