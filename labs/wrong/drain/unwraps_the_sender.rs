// Refused: panicked

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Mutex<Option<Sender<Job>>>,
    closed: AtomicBool,
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
        let workers = Mutex::new((0..workers).map(start).collect());
        Pool { jobs: Mutex::new(Some(sender)), closed: AtomicBool::new(false), workers }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        if self.closed.load(SeqCst) {
            return Err(Closed);
        }
        self.jobs.lock().unwrap().as_ref().unwrap().send(job).map_err(|_| Closed)
    }

    fn drain(&self) {
        self.closed.store(true, SeqCst);
        self.jobs.lock().unwrap().take();
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
