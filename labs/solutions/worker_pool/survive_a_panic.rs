// The worker catches the panic where it calls the job, so its loop goes on. The lock of the queue is free
// while a job runs, so a panic can't poison it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Runs all jobs on `workers` threads. Returns how many have returned, and how many have panicked.
fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let queue = Mutex::new(jobs.into_iter());
    let next = || queue.lock().expect("no job runs under this lock").next();
    let work = || {
        let (mut returned, mut panicked) = (0, 0);
        while let Some(job) = next() {
            // The worker shares no data with the job that a panic could leave half done.
            match catch_unwind(AssertUnwindSafe(job)) {
                Ok(()) => returned += 1,
                Err(_) => panicked += 1,
            }
        }
        (returned, panicked)
    };
    thread::scope(|s| {
        let workers: Vec<_> = (0..workers).map(|_| s.spawn(work)).collect();
        let join = |(returned, panicked), worker: thread::ScopedJoinHandle<(usize, usize)>| {
            let one = worker.join().expect("the worker catches every panic");
            (returned + one.0, panicked + one.1)
        };
        workers.into_iter().fold((0, 0), join)
    })
}

fn main() {
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
