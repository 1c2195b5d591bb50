// A job that panics costs no worker. About 15 minutes.
//
// `run` starts `workers` threads, 1 or more, which take jobs from a queue, in any order, until it is empty. It
// returns when all jobs have been run: how many have returned, and how many have panicked. A job that panics does not
// end `run`, and costs no worker: after it, `workers` jobs run at the same time as before, without waiting for others
// to end. A new thread may take the place of one that has ended. A job waits only while `workers` others run. `run`
// may be called by several threads at the same time. Use what std and Crossbeam offer.
//
// Read: cargo page worker-pool/pool_panics

use std::sync::Mutex;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Runs all jobs on `workers` threads. Returns how many have returned, and how many have panicked.
fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Mutex::new(jobs.into_iter());
    // The lock is free again when this has returned.
    let next = || queue.lock().expect("no job runs under this lock").next();
    let work = || {
        let mut returned: usize = 0;
        // TODO: So far a job that panics ends the worker, and nobody counts it.
        while let Some(job) = next() {
            job();
            returned += 1;
        }
        returned
    };
    thread::scope(|s| {
        let workers: Vec<_> = (0..workers).map(|_| s.spawn(work)).collect();
        let returned = workers.into_iter().map(|worker| worker.join().unwrap_or(0)).sum();
        (returned, 0)
    })
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let price = |text: &'static str| -> Job {
        Box::new(move || println!("{} cents", text.parse::<u32>().expect("a price is a number")))
    };
    let jobs = ["250", "free", "80"].map(price).into();
    println!("{:?}", run(1, jobs));
}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
