// Refused: never_ends

use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Option<Job>>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Option<Job>>();
        let start = |_| {
            let jobs = receiver.clone();
            thread::spawn(move || {
                while let Ok(Some(job)) = jobs.recv() {
                    job();
                }
            })
        };
        Pool { jobs: sender, workers: (0..workers).map(start).collect() }
    }

    fn submit(&self, job: Job) {
        self.jobs.send(Some(job)).unwrap();
    }

    fn close(self) {
        self.jobs.send(None).unwrap();
        for worker in self.workers {
            worker.join().unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
