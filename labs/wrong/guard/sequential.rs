// Refused: on_the_caller

use std::sync::mpsc::Receiver;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let _ = workers;
    for job in jobs {
        job();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
