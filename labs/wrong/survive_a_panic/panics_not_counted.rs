// Refused: lost_panic

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Mutex::new(jobs.into_iter());
    let next = || queue.lock().unwrap().next();
    let work = || {
        let mut returned: usize = 0;
        while let Some(job) = next() {
            if catch_unwind(AssertUnwindSafe(job)).is_ok() {
                returned += 1;
            }
        }
        returned
    };
    thread::scope(|s| {
        let workers: Vec<_> = (0..workers).map(|_| s.spawn(work)).collect();
        (workers.into_iter().map(|worker| worker.join().unwrap_or(0)).sum(), 0)
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
