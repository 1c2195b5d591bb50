// Refused: not_all_at_once

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    under_way: usize,
    closed: bool,
    ends: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct Pool {
    shared: Arc<Shared>,
    workers: Mutex<Option<Vec<JoinHandle<()>>>>,
}

#[derive(Debug, PartialEq)]
enum Refused {
    Closed,
}

impl Shared {
    fn work(&self) {
        loop {
            let state = self.state.lock().unwrap();
            let waits = |state: &mut State| state.jobs.is_empty() && !state.ends;
            let mut state = self.changed.wait_while(state, waits).unwrap();
            let Some(job) = state.jobs.pop_front() else { return };
            drop(state);
            job();
            self.state.lock().unwrap().under_way -= 1;
            self.changed.notify_all();
        }
    }
}

impl Pool {
    fn new(workers: usize) -> Pool {
        let shared = Arc::new(Shared::default());
        let start = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.work())
        };
        let workers = Mutex::new(Some((0..workers).map(start).take(16).collect()));
        Pool { shared, workers }
    }

    fn submit(&self, job: Job) -> Result<(), Refused> {
        let mut state = self.shared.state.lock().unwrap();
        if state.closed {
            return Err(Refused::Closed);
        }
        state.under_way += 1;
        state.jobs.push_back(job);
        self.shared.changed.notify_all();
        Ok(())
    }

    fn drain(&self) {
        let mut state = self.shared.state.lock().unwrap();
        state.closed = true;
        while state.under_way > 0 {
            state = self.shared.changed.wait(state).unwrap();
        }
        state.ends = true;
        self.shared.changed.notify_all();
        drop(state);
        let workers = self.workers.lock().unwrap().take();
        workers.unwrap().into_iter().for_each(|worker| worker.join().unwrap());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn drain(Pool::new, Pool::submit, Pool::drain);
}
