// Close a pool from the right end. About 10 minutes.
//
// `new` starts `workers` threads, 1 or more, that wait for jobs, and run them at the same time. `submit` sends one
// job to them. What is missing is the end: `close` must let the workers run all jobs that were submitted, and
// end them. It returns when all jobs have run and all workers have ended, or have nothing left to do but to
// end: none looks for a job any more. The thread that calls `close` may run some of the last jobs, but not
// more than `workers` run at a time.
//
// A worker that has no job sleeps until there is one, without a time limit. A job waits only while `workers`
// others run. No job panics. There may be several pools at the same time. Use what std and Crossbeam offer.
//
// Read: cargo page worker-pool/close_and_range

use std::thread;

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
struct Pool {
    jobs: Sender<Job>,
}

impl Pool {
    /// Starts the workers.
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        for _ in 0..workers {
            let jobs = receiver.clone();
            thread::spawn(move || {
                for job in jobs {
                    job();
                }
            });
        }
        Pool { jobs: sender }
    }

    /// Sends a job to the workers.
    fn submit(&self, job: Job) {
        self.jobs.send(job).expect("the workers live as long as the pool");
    }

    /// Waits until all jobs have run and all workers have ended.
    fn close(self) {
        // TODO: So far nobody waits for the workers. You may change the fields and `new`, too.
    }
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
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
