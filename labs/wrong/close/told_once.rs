// Refused: not_told

// A worker is told only of the first job in the queue, and the next one waits for it.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queue {
    jobs: Mutex<(VecDeque<Job>, bool)>,
    changed: Condvar,
}

impl Queue {
    fn next(&self) -> Option<Job> {
        let jobs = self.jobs.lock().unwrap();
        let waits = |(jobs, ended): &mut (VecDeque<Job>, bool)| jobs.is_empty() && !*ended;
        self.changed.wait_while(jobs, waits).unwrap().0.pop_front()
    }
}

struct Pool {
    queue: Arc<Queue>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let queue = Arc::<Queue>::default();
        let work = |queue: Arc<Queue>| move || std::iter::from_fn(|| queue.next()).for_each(|job| job());
        let workers = (0..workers).map(|_| thread::spawn(work(Arc::clone(&queue)))).collect();
        Pool { queue, workers }
    }

    fn submit(&self, job: Job) {
        let mut jobs = self.queue.jobs.lock().unwrap();
        if jobs.0.is_empty() {
            self.queue.changed.notify_one();
        }
        jobs.0.push_back(job);
    }

    fn close(self) {
        self.queue.jobs.lock().unwrap().1 = true;
        self.queue.changed.notify_all();
        self.workers.into_iter().for_each(|worker| worker.join().unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
