// Refused: poisoned

use std::sync::{Arc, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let all = jobs.len();
    let queue = Arc::new(Mutex::new(jobs.into_iter()));
    let returned = Arc::new(Mutex::new(0));
    let handles: Vec<_> = (0..workers)
        .map(|_| {
            let (queue, returned) = (Arc::clone(&queue), Arc::clone(&returned));
            thread::spawn(move || {
                while let Some(job) = queue.lock().unwrap().next() {
                    job();
                    *returned.lock().unwrap() += 1;
                }
            })
        })
        .collect();
    for handle in handles {
        let _ = handle.join();
    }
    let returned = *returned.lock().unwrap();
    (returned, all - returned)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
