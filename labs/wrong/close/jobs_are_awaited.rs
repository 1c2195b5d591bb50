// Refused: left_behind

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    jobs: Sender<Job>,
    /// How many jobs have not ended.
    left: Arc<(Mutex<usize>, Condvar)>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (sender, receiver) = channel::unbounded::<Job>();
        let left = Arc::new((Mutex::new(0), Condvar::new()));
        for _ in 0..workers {
            let (jobs, left) = (receiver.clone(), Arc::clone(&left));
            thread::spawn(move || {
                for job in jobs {
                    job();
                    *left.0.lock().unwrap() -= 1;
                    left.1.notify_one();
                }
            });
        }
        Pool { jobs: sender, left }
    }

    fn submit(&self, job: Job) {
        *self.left.0.lock().unwrap() += 1;
        self.jobs.send(job).unwrap();
    }

    fn close(self) {
        drop(self.jobs);
        let left = self.left.0.lock().unwrap();
        drop(self.left.1.wait_while(left, |left| *left > 0).unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
