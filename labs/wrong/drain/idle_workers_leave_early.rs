// Refused: one_after_another

// While jobs run, it accepts others; but the workers that had no job have ended.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

use crossbeam::channel::{self, Sender};

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    running: usize,
    closed: bool,
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    change: Condvar,
}

struct Pool {
    queue: Arc<Queue>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Closed;

fn work(queue: &Queue) {
    let mut state = queue.state.lock().unwrap();
    loop {
        if let Some(job) = state.jobs.pop_front() {
            state.running += 1;
            drop(state);
            job();
            state = queue.state.lock().unwrap();
            state.running -= 1;
        } else if state.closed {
            return;
        } else {
            state = queue.change.wait(state).unwrap();
        }
    }
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let queue = Arc::new(Queue::default());
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || work(&queue))
        };
        Pool { workers: Mutex::new((0..workers).map(start).collect()), queue }
    }

    fn submit(&self, job: Job) -> Result<(), Closed> {
        let mut state = self.queue.state.lock().unwrap();
        // While jobs run, there is a worker that will look again.
        if state.closed && state.running == 0 {
            return Err(Closed);
        }
        state.jobs.push_back(job);
        self.queue.change.notify_one();
        Ok(())
    }

    fn drain(&self) {
        self.queue.state.lock().unwrap().closed = true;
        self.queue.change.notify_all();
        let workers = std::mem::take(&mut *self.workers.lock().unwrap());
        for worker in workers {
            worker.join().expect("no job panics");
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
