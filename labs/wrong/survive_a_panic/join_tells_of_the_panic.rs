// Refused: worker_lost

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let jobs = Mutex::new(jobs);
    let returned = AtomicUsize::new(0);
    let mut panicked = 0;
    thread::scope(|s| {
        let handles: Vec<_> = (0..workers)
            .map(|_| {
                s.spawn(|| {
                    loop {
                        let job = jobs.lock().unwrap().pop();
                        match job {
                            Some(job) => job(),
                            None => break,
                        }
                        returned.fetch_add(1, SeqCst);
                    }
                })
            })
            .collect();
        for handle in handles {
            if handle.join().is_err() {
                panicked += 1;
            }
        }
    });
    (returned.into_inner(), panicked)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
