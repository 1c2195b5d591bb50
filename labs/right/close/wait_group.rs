// Nobody is joined: a wait group tells when the last worker has ended.

use std::thread;

use crossbeam::channel::{self, Sender};
use crossbeam::sync::WaitGroup;

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Job>,
    workers: WaitGroup,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let group = WaitGroup::new();
        for _ in 0..workers {
            let (jobs, group) = (receiver.clone(), group.clone());
            thread::spawn(move || {
                jobs.iter().for_each(|job| job());
                drop(jobs);
                drop(group);
            });
        }
        Pool { jobs: sender, workers: group }
    }

    fn submit(&self, job: Job) {
        self.jobs.send(job).unwrap();
    }

    fn close(self) {
        drop(self.jobs);
        self.workers.wait();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
