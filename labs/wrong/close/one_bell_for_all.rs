// Refused: outlives_the_call

// All pools share one place to sleep, so a notification may wake a worker of another pool.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Queue {
    /// The jobs, and whether no more will come.
    state: Mutex<(VecDeque<Job>, bool)>,
}

static CHANGED: Condvar = Condvar::new();

struct Pool {
    queue: Arc<Queue>,
    workers: Vec<JoinHandle<()>>,
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let queue = Arc::new(Queue::default());
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                while let Some(job) = queue.next() {
                    job();
                }
            })
        };
        Pool { workers: (0..workers).map(start).collect(), queue }
    }

    fn submit(&self, job: Job) {
        self.queue.state.lock().unwrap().0.push_back(job);
        CHANGED.notify_one();
    }

    fn close(self) {
        self.queue.state.lock().unwrap().1 = true;
        CHANGED.notify_all();
        self.workers.into_iter().for_each(|worker| worker.join().unwrap());
    }
}

impl Queue {
    fn next(&self) -> Option<Job> {
        let mut state = self.state.lock().unwrap();
        while state.0.is_empty() && !state.1 {
            state = CHANGED.wait(state).unwrap();
        }
        state.0.pop_front()
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn close(Pool::new, Pool::submit, Pool::close);
}
