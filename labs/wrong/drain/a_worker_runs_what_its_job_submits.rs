// Refused: on_the_caller

// A job that is submitted by a job runs at once, on top of it.

use std::cell::Cell;
use std::sync::Mutex;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

thread_local! {
    static IS_WORKER: Cell<bool> = const { Cell::new(false) };
}

struct Pool {
    jobs: Mutex<Option<Sender<Job>>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Closed;

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || {
                IS_WORKER.set(true);
                jobs.into_iter().for_each(|job| job());
            })
        };
        let workers = (0..workers).map(start).collect();
        Pool { jobs: Mutex::new(Some(sender)), workers: Mutex::new(workers) }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        let jobs = self.jobs.lock().unwrap().clone().ok_or(Closed)?;
        if IS_WORKER.get() {
            job(); // Then the job that runs can't be the last before the end.
            return Ok(());
        }
        jobs.send(job).map_err(|_| Closed)
    }

    fn drain(&self) {
        drop(self.jobs.lock().unwrap().take());
        let workers = std::mem::take(&mut *self.workers.lock().unwrap());
        for worker in workers {
            worker.join().expect("no job panics");
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
