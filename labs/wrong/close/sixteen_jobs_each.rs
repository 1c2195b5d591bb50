// Refused: dealt

use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::bounded::<Job>(1);
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || jobs.iter().take(16).for_each(|job| job()))
        };
        Pool { jobs: Some(sender), workers: (0..workers).map(start).collect() }
    }

    fn submit(&self, job: Job) {
        self.jobs.as_ref().unwrap().send(job).unwrap();
    }

    fn close(self) {}
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.jobs = None;
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
