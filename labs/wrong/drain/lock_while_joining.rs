// Refused: lock_held

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    closed: bool,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

struct Pool {
    queue: Arc<Queue>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

struct Closed;

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
        Pool { workers: Mutex::new((0..workers).map(start).collect()), queue }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        let mut state = self.queue.state.lock().unwrap();
        if state.closed {
            return Err(Closed);
        }
        state.jobs.push_back(job);
        self.queue.changed.notify_one();
        Ok(())
    }

    fn drain(&self) {
        let mut state = self.queue.state.lock().unwrap();
        state.closed = true;
        self.queue.changed.notify_all();
        for worker in self.workers.lock().unwrap().drain(..) {
            worker.join().unwrap();
        }
    }
}

impl Queue {
    fn next(&self) -> Option<Job> {
        let mut state = self.state.lock().unwrap();
        while state.jobs.is_empty() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        state.jobs.pop_front()
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
