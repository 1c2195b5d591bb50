// Refused: lock_held

use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Mutex::new(jobs);
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                loop {
                    let receiver = jobs.lock().unwrap();
                    let Ok(job) = receiver.recv() else { break };
                    job();
                }
            });
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
