// Refused: left_behind

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

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
    emptied: Condvar,
}

struct Pool {
    queue: Arc<Queue>,
}

struct Closed;

impl Pool {
    fn new(workers: usize) -> Pool {
        let queue = Arc::new(Queue::default());
        for _ in 0..workers {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                while let Some(job) = queue.next() {
                    job();
                }
            });
        }
        Pool { queue }
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
        while !state.jobs.is_empty() {
            state = self.queue.emptied.wait(state).unwrap();
        }
        state.closed = true;
        self.queue.changed.notify_all();
    }
}

impl Queue {
    fn next(&self) -> Option<Job> {
        let mut state = self.state.lock().unwrap();
        while state.jobs.is_empty() && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        let job = state.jobs.pop_front();
        if state.jobs.is_empty() {
            self.emptied.notify_all();
        }
        job
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
