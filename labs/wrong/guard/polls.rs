// Refused: busy_waiting

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::thread;
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Mutex::new(jobs);
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                loop {
                    let job = jobs.lock().unwrap().try_recv();
                    match job {
                        Ok(job) => job(),
                        Err(TryRecvError::Empty) => thread::sleep(Duration::from_millis(1)),
                        Err(TryRecvError::Disconnected) => break,
                    }
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
