// Refused: on_the_caller

// One thread less: the caller is a worker itself.

use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Mutex::new(jobs);
    let work = || {
        while let Some(job) = next(&jobs) {
            job();
        }
    };
    thread::scope(|s| {
        for _ in 1..workers {
            s.spawn(work);
        }
        work();
    });
}

fn next(jobs: &Mutex<Receiver<Job>>) -> Option<Job> {
    let receiver = jobs.lock().unwrap();
    receiver.recv().ok()
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
