// Refused: lost_panic

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Mutex::new(jobs.into_iter());
    let (returned, panicked) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                loop {
                    let job = queue.lock().unwrap().next();
                    let Some(job) = job else { break };
                    let count = match catch_unwind(AssertUnwindSafe(job)) {
                        Ok(()) => &returned,
                        Err(_) => &panicked,
                    };
                    count.store(count.load(SeqCst) + 1, SeqCst);
                }
            });
        }
    });
    (returned.into_inner(), panicked.into_inner())
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
