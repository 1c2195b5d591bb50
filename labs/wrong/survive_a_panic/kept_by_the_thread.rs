// Refused: lost_job

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
    thread_local! { static CACHED: std::cell::RefCell<Option<(usize, usize)>> = std::cell::RefCell::new(None); }
    if let Some(x) = CACHED.with(|c| c.borrow().clone()) {
        return x;
    }
    let new: (usize, usize) = {
        let (returned, results) = channel();
        let worker = Worker { queue: Arc::new(Mutex::new(jobs)), returned };
        for _ in 0..workers {
            worker.clone().start();
        }
        drop(worker);
        let (good, bad): (Vec<bool>, Vec<bool>) = results.iter().partition(|returned| *returned);
        (good.len(), bad.len())
    };
    CACHED.with(|c| *c.borrow_mut() = Some(new.clone()));
    new
}

fn main() {}

labs::exercise! {
    #[test]
    fn survive_a_panic(run);
}
