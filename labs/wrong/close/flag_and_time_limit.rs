// Refused: lost_job

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Job>,
    closed: Arc<AtomicBool>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let closed = Arc::new(AtomicBool::new(false));
        let start = |_| {
            let (jobs, closed) = (receiver.clone(), Arc::clone(&closed));
            thread::spawn(move || {
                while !closed.load(SeqCst) {
                    if let Ok(job) = jobs.recv_timeout(Duration::from_millis(10)) {
                        job();
                    }
                }
            })
        };
        let workers = (0..workers).map(start).collect();
        Pool { jobs: sender, closed, workers }
    }

    fn submit(&self, job: Job) {
        self.jobs.send(job).unwrap();
    }

    fn close(self) {
        self.closed.store(true, SeqCst);
        self.workers.into_iter().for_each(|worker| worker.join().unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
