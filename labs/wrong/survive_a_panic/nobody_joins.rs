// Refused: left_behind

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Arc::new(Mutex::new(jobs));
    let counts = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    for _ in 0..workers {
        let (queue, counts) = (Arc::clone(&queue), Arc::clone(&counts));
        thread::spawn(move || {
            loop {
                let Some(job) = queue.lock().unwrap().pop() else { return };
                match catch_unwind(AssertUnwindSafe(job)) {
                    Ok(()) => counts.0.fetch_add(1, SeqCst),
                    Err(_) => counts.1.fetch_add(1, SeqCst),
                };
            }
        });
    }
    (counts.0.load(SeqCst), counts.1.load(SeqCst))
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
