// Only the pool has a sender. When it goes, the workers still take what is in the channel; then their loops
// end. So the sender goes first, and the joins come after it: the other way round, both sides wait.

use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
struct Pool {
    jobs: Sender<Job>,
    workers: Vec<JoinHandle<()>>,
}

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
        Pool { jobs: sender, workers: (0..workers).map(start).collect() }
    }

    /// Sends a job to the workers.
    fn submit(&self, job: Job) {
        self.jobs.send(job).expect("the workers live as long as the pool");
    }

    /// Waits until all jobs have run and all workers have ended.
    fn close(self) {
        drop(self.jobs); // Go: `close(jobs)`.
        for worker in self.workers {
            worker.join().expect("no job panics");
        }
    }
}

fn main() {
    let pool = Pool::new(2);
    for number in 1..=3 {
        pool.submit(Box::new(move || println!("job {number} runs")));
    }
    pool.close();
    println!("the pool is closed");
}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
