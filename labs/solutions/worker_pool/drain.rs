// The lock decides for each job: it is sent before the sender is taken away, or it is refused. What was sent
// is in the channel, and the workers take all of it before their loops end.

use std::mem;
use std::sync::Mutex;
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
struct Pool {
    /// Gone once the pool is closed.
    jobs: Mutex<Option<Sender<Job>>>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

/// The pool takes no more jobs.
#[derive(Debug)]
struct Closed;

const UNPOISONED: &str = "nobody panics under this lock";

impl Pool {
    /// Starts the workers.
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || {
                for job in jobs {
                    job();
                }
            })
        };
        let workers = (0..workers).map(start).collect();
        Pool { jobs: Mutex::new(Some(sender)), workers: Mutex::new(workers) }
    }

    /// Hands a job to the workers, unless the pool is closed.
    fn submit(&self, job: Job) -> Result<(), Closed> {
        let jobs = self.jobs.lock().expect(UNPOISONED);
        // Still under the lock; the channel has no bound, so this does not wait.
        jobs.as_ref().ok_or(Closed)?.send(job).map_err(|_| Closed)
    }

    /// Closes the pool, and waits until all jobs have run and all workers have ended.
    fn drain(&self) {
        drop(self.jobs.lock().expect(UNPOISONED).take());
        // Not under a lock: this may take a while, and `submit` should not wait for it.
        let workers = mem::take(&mut *self.workers.lock().expect(UNPOISONED));
        for worker in workers {
            worker.join().expect("no job panics");
        }
    }
}

fn main() {
    let pool = Pool::new(2);
    for number in 1..=3 {
        let accepted = pool.submit(Box::new(move || println!("job {number} runs")));
        println!("job {number}: {accepted:?}");
    }
    pool.drain();
    println!("too late: {:?}", pool.submit(Box::new(|| println!("this job should not run"))));
}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
