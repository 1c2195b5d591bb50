// Refused: dealt

// Each worker has a channel of its own, and the jobs are dealt to them in turn.

use std::cell::Cell;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{Sender, unbounded};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    workers: Vec<(Sender<Job>, JoinHandle<()>)>,
    next: Cell<usize>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let start = |_| {
            let (sender, jobs) = unbounded::<Job>();
            (sender, thread::spawn(move || jobs.into_iter().for_each(|job| job())))
        };
        Pool { workers: (0..workers).map(start).collect(), next: Cell::new(0) }
    }

    fn submit(&self, job: Job) {
        let next = self.next.replace(self.next.get() + 1);
        self.workers[next % self.workers.len()].0.send(job).unwrap();
    }

    fn close(self) {
        for (sender, worker) in self.workers {
            drop(sender);
            worker.join().unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
