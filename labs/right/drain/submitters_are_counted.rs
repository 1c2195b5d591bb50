// No lock: `drain` waits until no submitter is in the middle of it, and sends the end marks then.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread::{self, JoinHandle, Thread};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

/// The bit that says that the pool is closed. Those below count the submitters.
const CLOSED: usize = 1 << 32;

struct Pool {
    jobs: Sender<Option<Job>>,
    submitters: AtomicUsize,
    drains: Mutex<Option<Thread>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (jobs, receiver) = channel::unbounded::<Option<Job>>();
        let start = |_| {
            let receiver = receiver.clone();
            thread::spawn(move || {
                while let Ok(Some(job)) = receiver.recv() {
                    job();
                }
            })
        };
        let workers = Mutex::new((0..workers).map(start).collect());
        Pool { jobs, submitters: AtomicUsize::new(0), drains: Mutex::new(None), workers }
    }

    fn submit(&self, job: Job) -> Result<(), ()> {
        let is_open = self.submitters.fetch_add(1, SeqCst) < CLOSED;
        let sent = if is_open { self.jobs.send(Some(job)).map_err(drop) } else { Err(()) };
        if self.submitters.fetch_sub(1, SeqCst) == CLOSED + 1 {
            // The last one out.
            if let Some(thread) = &*self.drains.lock().unwrap() {
                thread.unpark();
            }
        }
        sent
    }

    fn drain(&self) {
        *self.drains.lock().unwrap() = Some(thread::current());
        self.submitters.fetch_add(CLOSED, SeqCst);
        while self.submitters.load(SeqCst) > CLOSED {
            thread::park();
        }
        let mut workers = self.workers.lock().unwrap();
        workers.iter().for_each(|_| self.jobs.send(None).unwrap());
        workers.drain(..).for_each(|worker| worker.join().unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
