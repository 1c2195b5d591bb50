// Refused: poisoned

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Mutex::new(jobs.into_iter());
    let counts = Mutex::new((0, 0));
    let next = || queue.lock().unwrap().next();
    let work = || {
        while let Some(job) = next() {
            let result = catch_unwind(AssertUnwindSafe(|| {
                let mut counts = counts.lock().unwrap();
                job();
                counts.0 += 1;
            }));
            if result.is_err() {
                counts.lock().unwrap().1 += 1;
            }
        }
    };
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(work);
        }
    });
    counts.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
