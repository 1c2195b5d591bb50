// Take a job under the lock, run it without. About 10 minutes.
//
// `run_jobs` must start `workers` threads, 1 or more, which take jobs from the channel and run them. A job that
// has come waits only while `workers` others run. The thread that calls `run_jobs` runs none; it may hand them
// on. `run_jobs` returns when the channel has ended and all jobs have run.
//
// The receiver of std can't be cloned, but workers may share one, under a lock. A worker that has no job sleeps, without
// a time limit. No job panics. `run_jobs` may be called by several threads at the same time. Use what std and Crossbeam
// offer.
//
// Read: cargo page worker-pool/pool_boxed

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

/// Runs the jobs that come through the channel on `workers` threads.
fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Mutex::new(jobs);
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                // TODO: There are many workers, and yet only one job runs at a time. Why?
                while let Ok(job) = jobs.lock().expect("no job panics").recv() {
                    job();
                }
            });
        }
    });
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let (sender, jobs) = mpsc::channel::<Job>();
    for number in 1..=4 {
        let job = move || {
            println!("{:?} runs job {number}", thread::current().id());
            thread::sleep(Duration::from_millis(10));
        };
        sender.send(Box::new(job)).expect("the receiver is here");
    }
    drop(sender);
    run_jobs(2, jobs);
}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
