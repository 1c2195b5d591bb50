// Refused: refused_too_early

// The channel holds ten jobs, and more are refused.

use std::sync::Mutex;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{Sender, bounded};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Mutex<Option<Sender<Job>>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Closed;

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, jobs) = bounded::<Job>(10);
        let start = |_| {
            let jobs = jobs.clone();
            thread::spawn(move || jobs.into_iter().for_each(|job| job()))
        };
        let workers = Mutex::new((0..workers).map(start).collect());
        Pool { jobs: Mutex::new(Some(sender)), workers }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        let jobs = self.jobs.lock().unwrap();
        jobs.as_ref().ok_or(Closed)?.try_send(job).map_err(|_| Closed)
    }

    fn drain(&self) {
        self.jobs.lock().unwrap().take();
        let workers: Vec<_> = self.workers.lock().unwrap().drain(..).collect();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
