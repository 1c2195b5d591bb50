// Refused: dealt

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Arc::new(Mutex::new(jobs));
    let start = |_| {
        let jobs = Arc::clone(&jobs);
        thread::spawn(move || {
            for _ in 0..300 {
                let receiver = jobs.lock().unwrap();
                let job = receiver.recv();
                drop(receiver);
                match job {
                    Ok(job) => job(),
                    Err(_) => return,
                }
            }
        })
    };
    let threads: Vec<_> = (0..workers).map(start).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
