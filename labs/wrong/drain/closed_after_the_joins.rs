// Refused: never_ends

use std::sync::Mutex;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Mutex<Option<Sender<Job>>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

struct Closed;

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || jobs.into_iter().for_each(|job| job()))
        };
        let workers = (0..workers).map(start).collect();
        Pool { jobs: Mutex::new(Some(sender)), workers: Mutex::new(workers) }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        match &*self.jobs.lock().unwrap() {
            Some(jobs) => jobs.send(job).map_err(|_| Closed),
            None => Err(Closed),
        }
    }

    fn drain(&self) {
        let mut jobs = self.jobs.lock().unwrap();
        for worker in self.workers.lock().unwrap().drain(..) {
            worker.join().unwrap();
        }
        *jobs = None;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
