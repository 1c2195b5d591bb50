// Refused: outlives_the_call

// Whether a pool is closed, is in a static: the first pool that drains closes all others.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

static OPEN: Mutex<bool> = Mutex::new(true);

struct Pool {
    open: Mutex<Open>,
}

struct Open {
    jobs: Sender<Option<Job>>,
    workers: Vec<JoinHandle<()>>,
}

fn next(jobs: &Mutex<Receiver<Option<Job>>>) -> Option<Job> {
    jobs.lock().unwrap().recv().unwrap()
}

impl Pool {
    fn new(workers: usize) -> Pool {
        *OPEN.lock().unwrap() = true;
        let (jobs, receiver) = mpsc::channel();
        let receiver = Arc::new(Mutex::new(receiver));
        let start = |_| {
            let receiver = Arc::clone(&receiver);
            thread::spawn(move || {
                while let Some(job) = next(&receiver) {
                    job();
                }
            })
        };
        Pool { open: Mutex::new(Open { jobs, workers: (0..workers).map(start).collect() }) }
    }

    fn submit(&self, job: Job) -> Result<(), &'static str> {
        let open = self.open.lock().unwrap();
        if !*OPEN.lock().unwrap() {
            return Err("closed");
        }
        open.jobs.send(Some(job)).map_err(|_| "no worker is left")
    }

    fn drain(&self) {
        let mut open = self.open.lock().unwrap();
        *OPEN.lock().unwrap() = false;
        let workers = std::mem::take(&mut open.workers);
        for _ in &workers {
            open.jobs.send(None).unwrap();
        }
        drop(open);
        for worker in workers {
            worker.join().unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
