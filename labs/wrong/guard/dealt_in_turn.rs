// Refused: dealt

use std::sync::mpsc::{Receiver, channel};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    thread::scope(|s| {
        let start = |_| {
            let (sender, receiver) = channel::<Job>();
            s.spawn(move || receiver.into_iter().for_each(|job| job()));
            sender
        };
        let senders: Vec<_> = (0..workers).map(start).collect();
        for (number, job) in jobs.into_iter().enumerate() {
            senders[number % workers].send(job).unwrap();
        }
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
