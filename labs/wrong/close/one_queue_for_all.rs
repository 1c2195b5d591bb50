// Refused: outlives_the_call

// All pools share one queue, so a worker takes the jobs of another pool, or its end.

use std::sync::LazyLock;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Receiver, Sender};

type Job = Box<dyn FnOnce() + Send>;

static JOBS: LazyLock<(Sender<Option<Job>>, Receiver<Option<Job>>)> =
    LazyLock::new(channel::unbounded);

struct Pool {
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let work = || {
            while let Ok(Some(job)) = JOBS.1.recv() {
                job();
            }
        };
        Pool { workers: (0..workers).map(|_| thread::spawn(work)).collect() }
    }

    fn submit(&self, job: Job) {
        JOBS.0.send(Some(job)).unwrap();
    }

    fn close(self) {
        for _ in &self.workers {
            JOBS.0.send(None).unwrap();
        }
        for worker in self.workers {
            worker.join().unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
