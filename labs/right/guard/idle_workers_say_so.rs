// Each worker has a channel of its own, and says when it is idle.

use std::sync::mpsc::{Receiver, channel};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run_jobs(workers: usize, jobs: Receiver<Job>) {
    let (idle_sender, idle) = channel();
    thread::scope(|s| {
        for _ in 0..workers {
            let idle_sender = idle_sender.clone();
            s.spawn(move || {
                loop {
                    let (sender, receiver) = channel::<Job>();
                    if idle_sender.send(sender).is_err() {
                        break;
                    }
                    match receiver.recv() {
                        Ok(job) => job(),
                        Err(_) => break,
                    }
                }
            });
        }
        for job in jobs {
            idle.recv().unwrap().send(job).unwrap();
        }
        drop(idle);
    });
}

fn main() {}

labs::exercise! {
    #[test]
    fn guard(run_jobs);
}
