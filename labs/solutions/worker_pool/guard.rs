// A temporary in the head of a `while let` lives until the end of the body, so the guard did. In a `let`
// statement it is dropped at the semicolon: the lock is held while a worker waits for a job, when the others
// could only wait, too, but not while it runs one.

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
                loop {
                    let Ok(job) = jobs.lock().expect("no job panics").recv() else { break };
                    job();
                }
            });
        }
    });
}

fn main() {
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
