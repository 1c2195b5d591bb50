// Refused: left_behind

use std::thread;
use std::time::Duration;

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Job>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        for _ in 0..workers {
            let jobs = receiver.clone();
            thread::spawn(move || jobs.into_iter().for_each(|job| job()));
        }
        Pool { jobs: sender }
    }

    fn submit(&self, job: Job) {
        self.jobs.send(job).unwrap();
    }

    fn close(self) {
        while !self.jobs.is_empty() {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
