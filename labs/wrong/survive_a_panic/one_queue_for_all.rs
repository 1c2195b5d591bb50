// Refused: outlives_the_call

// All calls share one queue, so a worker may run a job of another call, which lasts.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;
type Counts = Arc<(Mutex<(usize, usize)>, Condvar)>;

static QUEUE: Mutex<VecDeque<(Job, Counts)>> = Mutex::new(VecDeque::new());

fn take() -> Option<(Job, Counts)> {
    QUEUE.lock().unwrap().pop_front()
}

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let counts: Counts = Default::default();
    let all = jobs.len();
    QUEUE.lock().unwrap().extend(jobs.into_iter().map(|j| (j, counts.clone())));
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                while let Some((job, counts)) = take() {
                    let ok = catch_unwind(AssertUnwindSafe(job)).is_ok();
                    let mut c = counts.0.lock().unwrap();
                    if ok {
                        c.0 += 1
                    } else {
                        c.1 += 1
                    }
                    counts.1.notify_all();
                }
            });
        }
    });
    let c = counts.0.lock().unwrap();
    let c = counts.1.wait_while(c, |c| c.0 + c.1 < all).unwrap();
    *c
}
fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
