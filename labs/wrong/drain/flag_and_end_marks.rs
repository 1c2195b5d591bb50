// Refused: slips_in

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Receiver, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Option<Job>>,
    /// So that a job that comes late does not make `send` fail.
    _receiver: Receiver<Option<Job>>,
    closed: AtomicBool,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

struct Closed;

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Option<Job>>();
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || {
                while let Ok(Some(job)) = jobs.recv() {
                    job();
                }
            })
        };
        let workers = Mutex::new((0..workers).map(start).collect());
        Pool { jobs: sender, _receiver: receiver, closed: AtomicBool::new(false), workers }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        if self.closed.load(SeqCst) {
            return Err(Closed);
        }
        self.jobs.send(Some(job)).map_err(|_| Closed)
    }

    fn drain(&self) {
        self.closed.store(true, SeqCst);
        let workers = std::mem::take(&mut *self.workers.lock().unwrap());
        for _ in &workers {
            self.jobs.send(None).unwrap();
        }
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
