// Refused: too_many

use std::sync::Mutex;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Receiver, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Mutex<Option<Sender<Job>>>,
    rest: Receiver<Job>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

struct Closed;

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, rest) = channel::unbounded::<Job>();
        let start = |_| {
            let jobs = rest.clone();
            thread::spawn(move || jobs.into_iter().for_each(|job| job()))
        };
        let workers = Mutex::new((0..workers).map(start).collect());
        Pool { jobs: Mutex::new(Some(sender)), rest, workers }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        match &*self.jobs.lock().unwrap() {
            Some(jobs) => jobs.send(job).map_err(|_| Closed),
            None => Err(Closed),
        }
    }

    fn drain(&self) {
        self.jobs.lock().unwrap().take();
        self.rest.iter().for_each(|job| job());
        for worker in self.workers.lock().unwrap().drain(..) {
            worker.join().unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
