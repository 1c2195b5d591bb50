// Refused: outlives_the_call

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

static RETURNED: AtomicUsize = AtomicUsize::new(0);
static PANICKED: AtomicUsize = AtomicUsize::new(0);

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Mutex::new(jobs.into_iter());
    let next = || queue.lock().unwrap().next();
    RETURNED.store(0, SeqCst);
    PANICKED.store(0, SeqCst);
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                while let Some(job) = next() {
                    let count = match catch_unwind(AssertUnwindSafe(job)) {
                        Ok(()) => &RETURNED,
                        Err(_) => &PANICKED,
                    };
                    count.fetch_add(1, SeqCst);
                }
            });
        }
    });
    (RETURNED.load(SeqCst), PANICKED.load(SeqCst))
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
