// No lock: the calling thread passes the jobs on to a channel that has many receivers.

use std::sync::mpsc::Receiver;
use std::thread;

use crossbeam::channel;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let (sender, receiver) = channel::bounded::<Job>(0);
    thread::scope(|s| {
        for _ in 0..workers {
            let receiver = receiver.clone();
            s.spawn(move || receiver.into_iter().for_each(|job| job()));
        }
        drop(receiver);
        jobs.into_iter().for_each(|job| sender.send(job).unwrap());
        drop(sender);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
