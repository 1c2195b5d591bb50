// A worker that a panic ends starts another in its place, when its guard is dropped.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

#[derive(Clone)]
struct Worker {
    queue: Arc<Mutex<Vec<Job>>>,
    returned: Sender<bool>,
}

impl Worker {
    fn start(self) {
        thread::spawn(move || {
            let worker = self;
            loop {
                let job = worker.queue.lock().unwrap().pop();
                let Some(job) = job else { break };
                job();
                worker.returned.send(true).unwrap();
            }
        });
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if thread::panicking() {
            self.returned.send(false).unwrap();
            Worker { queue: self.queue.clone(), returned: self.returned.clone() }.start();
        }
    }
}

fn run(workers: usize, jobs: Vec<Job>) -> (usize, usize) {
    let (returned, results) = channel();
    let worker = Worker { queue: Arc::new(Mutex::new(jobs)), returned };
    for _ in 0..workers {
        worker.clone().start();
    }
    drop(worker);
    let (good, bad): (Vec<bool>, Vec<bool>) = results.iter().partition(|returned| *returned);
    (good.len(), bad.len())
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
