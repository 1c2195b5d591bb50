// Accepted jobs run, later ones are refused. About 15 minutes.
//
// A pool that several threads share, so nobody owns it: `drain` closes it through a reference.
//
// - `new` starts `workers` threads, 1 or more. They run all jobs, and they run at the same time.
// - `submit` accepts a job, or refuses it with an error. As long as nobody has called `drain`, it accepts.
//   While `drain` runs, `submit` may accept a job or refuse it. A job that it accepts runs, and one that
//   it refuses does not. Jobs may submit jobs, but not without end. No job panics.
// - `drain` is called once, and by no job. When it returns, all jobs that were ever accepted have run, and all workers
//   have ended. From then on `submit` refuses every job.
//
// A worker that has no job sleeps until there is one, without a time limit. A job waits only while `workers` others
// run, also during `drain`, and `submit` never waits for room. There may be several pools at the same time. Use what
// std and Crossbeam offer.
//
// Read: cargo page worker-pool/pool_shutdown

use std::thread;

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
struct Pool {
    jobs: Sender<Job>,
}

/// The pool takes no more jobs.
#[derive(Debug)]
struct Closed;

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

    /// Hands a job to the workers, unless the pool is closed.
    fn submit(&self, job: Job) -> Result<(), Closed> {
        self.jobs.send(job).map_err(|_| Closed)
    }

    /// Closes the pool, and waits until all jobs have run and all workers have ended.
    fn drain(&self) {
        // TODO: So far the pool stays open, and nobody waits for the workers.
    }
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
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
