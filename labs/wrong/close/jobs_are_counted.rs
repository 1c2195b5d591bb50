// Refused: never_ends

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

use crossbeam::channel::{self, Receiver, Sender};

type Job = Box<dyn FnOnce() + Send>;

type Count = Arc<(Mutex<usize>, Condvar)>;

struct Pool {
    jobs: Sender<Job>,
    left: Count,
}

fn work(jobs: Receiver<Job>, _for_later: Sender<Job>, left: Count) {
    for job in jobs {
        job();
        *left.0.lock().unwrap() -= 1;
        left.1.notify_all();
    }
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let (jobs, receiver) = channel::unbounded();
        let left = Count::default();
        for _ in 0..workers {
            let (receiver, jobs, left) = (receiver.clone(), jobs.clone(), Arc::clone(&left));
            thread::spawn(move || work(receiver, jobs, left));
        }
        Pool { jobs, left }
    }

    fn submit(&self, job: Job) {
        *self.left.0.lock().unwrap() += 1;
        self.jobs.send(job).unwrap();
    }

    fn close(self) {
        let (left, changed) = &*self.left;
        let _none = changed.wait_while(left.lock().unwrap(), |left| *left > 0).unwrap();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
