// Refused: worker_lost

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let all = jobs.len();
    let queue = Mutex::new(jobs);
    let next = || queue.lock().unwrap().pop();
    let returned = AtomicUsize::new(0);
    while !queue.lock().unwrap().is_empty() {
        thread::scope(|s| {
            let start = |_| {
                s.spawn(|| {
                    while let Some(job) = next() {
                        job();
                        returned.fetch_add(1, Ordering::SeqCst);
                    }
                })
            };
            let handles: Vec<_> = (0..workers).map(start).collect();
            handles.into_iter().for_each(|handle| _ = handle.join());
        });
    }
    let returned = returned.into_inner();
    (returned, all - returned)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
