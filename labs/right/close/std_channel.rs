// The channel is that of std, and one worker at a time waits at it.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Job>,
    workers: Vec<JoinHandle<()>>,
}

fn next(jobs: &Mutex<Receiver<Job>>) -> Option<Job> {
    jobs.lock().unwrap().recv().ok()
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = mpsc::channel();
        let receiver = Arc::new(Mutex::new(receiver));
        let mut pool = Pool { jobs: sender, workers: vec![] };
        for number in 0..workers {
            let jobs = Arc::clone(&receiver);
            let worker = thread::Builder::new().name(format!("worker {number}"));
            let work = move || {
                while let Some(job) = next(&jobs) {
                    job();
                }
            };
            pool.workers.push(worker.spawn(work).unwrap());
        }
        pool
    }

    fn submit(&self, job: Job) {
        self.jobs.send(job).unwrap();
    }

    fn close(self) {
        let Pool { jobs, workers } = self;
        drop(jobs);
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
