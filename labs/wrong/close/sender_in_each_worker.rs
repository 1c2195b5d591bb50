// Refused: never_ends

use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Job>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let start = |_| {
            let (sender, receiver) = (sender.clone(), receiver.clone());
            thread::spawn(move || {
                let _sender = sender; // A job may want to submit another one.
                for job in receiver {
                    job();
                }
            })
        };
        let workers = (0..workers).map(start).collect();
        Pool { jobs: sender, workers }
    }

    fn submit(&self, job: Job) {
        self.jobs.send(job).unwrap();
    }

    fn close(self) {
        drop(self.jobs);
        self.workers.into_iter().for_each(|worker| worker.join().unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
