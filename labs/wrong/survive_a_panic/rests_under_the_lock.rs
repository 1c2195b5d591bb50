// Refused: idle

// After a panic, a worker rests, and nobody can take a job meanwhile.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Mutex::new(jobs.into_iter());
    let next = || queue.lock().unwrap().next();
    let work = || {
        let mut counts = (0, 0);
        while let Some(job) = next() {
            if catch_unwind(AssertUnwindSafe(job)).is_ok() {
                counts.0 += 1;
                continue;
            }
            counts.1 += 1;
            let _queue = queue.lock().unwrap();
            thread::sleep(Duration::from_millis(5));
        }
        counts
    };
    thread::scope(|s| {
        let workers: Vec<_> = (0..workers).map(|_| s.spawn(work)).collect();
        let counts = workers.into_iter().map(|worker| worker.join().unwrap());
        counts.fold((0, 0), |all, own| (all.0 + own.0, all.1 + own.1))
    })
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
