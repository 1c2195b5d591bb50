// Refused: full

// The channel has a bound, though a large one.

use std::sync::Mutex;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Mutex<Option<Sender<Job>>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Closed;

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::bounded::<Job>(5000);
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || jobs.into_iter().for_each(|job| job()))
        };
        let workers = (0..workers).map(start).collect();
        Pool { jobs: Mutex::new(Some(sender)), workers: Mutex::new(workers) }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        let jobs = self.jobs.lock().unwrap().clone();
        jobs.ok_or(Closed)?.send(job).map_err(|_| Closed)
    }

    fn drain(&self) {
        drop(self.jobs.lock().unwrap().take());
        for worker in std::mem::take(&mut *self.workers.lock().unwrap()) {
            worker.join().expect("no job panics");
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
