// Refused: worker_lost

use std::sync::{Arc, Mutex, mpsc};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let (sender, receiver) = mpsc::channel();
    let receiver = Arc::new(Mutex::new(receiver));
    let handles: Vec<_> = (0..workers)
        .map(|_| {
            let receiver = Arc::clone(&receiver);
            thread::spawn(move || {
                let mut returned = 0;
                loop {
                    let job: Result<Job, _> = receiver.lock().unwrap().recv();
                    let Ok(job) = job else { return returned };
                    job();
                    returned += 1;
                }
            })
        })
        .collect();
    drop(receiver);
    let all = jobs.len();
    for job in jobs {
        sender.send(job).unwrap();
    }
    drop(sender);
    let returned = handles.into_iter().map(|handle| handle.join().unwrap()).sum();
    (returned, all - returned)
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
