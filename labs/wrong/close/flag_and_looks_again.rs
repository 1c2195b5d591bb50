// Refused: busy_waiting

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam::channel::{self, Receiver, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Job>,
    closed: Arc<AtomicBool>,
    workers: Vec<JoinHandle<()>>,
}

fn work(jobs: &Receiver<Job>, closed: &AtomicBool) {
    loop {
        // The flag first: jobs that came before it are seen after it.
        let was_closed = closed.load(SeqCst);
        match jobs.recv_timeout(Duration::from_secs(1)) {
            Ok(job) => job(),
            Err(_) if was_closed => return,
            Err(_) => {}
        }
    }
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (jobs, receiver) = channel::unbounded();
        let closed = Arc::new(AtomicBool::new(false));
        let start = |_| {
            let (receiver, closed) = (receiver.clone(), Arc::clone(&closed));
            thread::spawn(move || work(&receiver, &closed))
        };
        let workers = (0..workers).map(start).collect();
        Pool { jobs, closed, workers }
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
