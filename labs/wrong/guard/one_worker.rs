// Refused: one_after_another

use std::sync::mpsc::Receiver;
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let _ = workers;
    thread::spawn(move || jobs.into_iter().for_each(|job| job())).join().unwrap();
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
