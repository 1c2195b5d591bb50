// Refused: left_behind

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Arc::new(Mutex::new(jobs));
    for _ in 0..workers {
        let jobs = Arc::clone(&jobs);
        thread::spawn(move || {
            loop {
                let Ok(job) = jobs.lock().unwrap().recv() else { break };
                job();
            }
        });
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
