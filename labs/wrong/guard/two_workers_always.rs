// Refused: not_all_at_once

use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Mutex::new(jobs);
    let next = || jobs.lock().unwrap().recv();
    let work = || {
        while let Ok(job) = next() {
            job();
        }
    };
    thread::scope(|s| {
        s.spawn(work);
        if workers > 1 {
            s.spawn(work);
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
