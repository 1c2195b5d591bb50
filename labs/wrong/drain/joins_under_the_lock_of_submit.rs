// Refused: lock_held

use std::sync::RwLock;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    parts: RwLock<(Option<Sender<Job>>, Vec<JoinHandle<()>>)>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || jobs.into_iter().for_each(|job| job()))
        };
        let workers = (0..workers).map(start).collect();
        Pool { parts: RwLock::new((Some(sender), workers)) }
    }

    fn submit(&self, job: Job) -> Result<(), Job> {
        match &self.parts.read().unwrap().0 {
            Some(jobs) => jobs.send(job).map_err(|error| error.into_inner()),
            None => Err(job),
        }
    }

    fn drain(&self) {
        let mut parts = self.parts.write().unwrap();
        parts.0 = None;
        parts.1.drain(..).for_each(|worker| worker.join().unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
