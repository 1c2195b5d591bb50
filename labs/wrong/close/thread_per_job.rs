// Refused: too_many

use std::sync::Mutex;
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

struct Pool {
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        Pool { threads: Mutex::new(Vec::with_capacity(workers)) }
    }

    fn submit(&self, job: Job) {
        self.threads.lock().unwrap().push(thread::spawn(job));
    }

    fn close(self) {
        for thread in self.threads.into_inner().unwrap() {
            thread.join().unwrap();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
