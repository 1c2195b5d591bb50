// Refused: outlives_the_call

// All calls share one queue, so a worker runs the jobs of another call.

use std::collections::VecDeque;
use std::sync::mpsc::Receiver;
use std::sync::{Condvar, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

static JOBS: Mutex<VecDeque<Option<Job>>> = Mutex::new(VecDeque::new());
static CHANGED: Condvar = Condvar::new();

fn put(job: Option<Job>) {
    JOBS.lock().unwrap().push_back(job);
    CHANGED.notify_one();
}

fn take() -> Option<Job> {
    let jobs = CHANGED.wait_while(JOBS.lock().unwrap(), |jobs| jobs.is_empty());
    jobs.unwrap().pop_front().unwrap()
}

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                while let Some(job) = take() {
                    job();
                }
            });
        }
        jobs.into_iter().for_each(|job| put(Some(job)));
        (0..workers).for_each(|_| put(None));
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
