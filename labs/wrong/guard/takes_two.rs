// Refused: dealt

use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let jobs = Mutex::new(jobs);
    let next = || {
        let jobs = jobs.lock().unwrap();
        let first = jobs.recv().ok()?;
        Some(std::iter::once(first).chain(jobs.try_recv()).collect::<Vec<_>>())
    };
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                while let Some(some) = next() {
                    some.into_iter().for_each(|job| job());
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
