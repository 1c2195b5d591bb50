// An iterator whose items are taken in a closure: the guard ends with the closure.

use std::iter;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Mutex::new(jobs);
    let next = || jobs.lock().unwrap().recv().ok();
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| iter::from_fn(next).for_each(|job| job()));
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
