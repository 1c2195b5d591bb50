// Refused: waits_for_the_end

use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Mutex::new(jobs.iter().collect::<Vec<_>>());
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                loop {
                    let Some(job) = jobs.lock().unwrap().pop() else { break };
                    job();
                }
            });
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
