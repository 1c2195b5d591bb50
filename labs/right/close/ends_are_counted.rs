// Nobody is joined: a condition variable tells when the last worker is about to end.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Job>,
    workers: Arc<(Mutex<usize>, Condvar)>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let count = Arc::new((Mutex::new(workers), Condvar::new()));
        for _ in 0..workers {
            let (jobs, count) = (receiver.clone(), Arc::clone(&count));
            thread::spawn(move || {
                jobs.into_iter().for_each(|job| job());
                let (workers, ended) = &*count;
                *workers.lock().unwrap() -= 1;
                ended.notify_one();
            });
        }
        Pool { jobs: sender, workers: count }
    }

    fn submit(&self, job: Job) {
        self.jobs.send(job).unwrap();
    }

    fn close(self) {
        drop(self.jobs);
        let (workers, ended) = &*self.workers;
        let mut workers = workers.lock().unwrap();
        while *workers > 0 {
            workers = ended.wait(workers).unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
