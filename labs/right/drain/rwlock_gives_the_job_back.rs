// Many submitters at a time; a job that is refused comes back.

use std::sync::{Mutex, RwLock};
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: RwLock<Option<Sender<Job>>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || jobs.into_iter().for_each(|job| job()))
        };
        let workers = Mutex::new((0..workers).map(start).collect());
        Pool { jobs: RwLock::new(Some(sender)), workers }
    }

    fn submit(&self, job: Job) -> Result<(), Job> {
        match &*self.jobs.read().unwrap() {
            Some(jobs) => jobs.send(job).map_err(|error| error.into_inner()),
            None => Err(job),
        }
    }

    fn drain(&self) {
        *self.jobs.write().unwrap() = None;
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
