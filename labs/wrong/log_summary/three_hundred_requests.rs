// Refused: never_answered

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::oneshot;

type Counts = HashMap<String, u64>;

fn count(lines: &[String], level: fn(&str) -> &str) -> Counts {
    let parts: Vec<Counts> = lines
        .par_chunks(lines.len().div_ceil(8).max(1))
        .map(|lines| {
            let mut counts = Counts::new();
            for line in lines {
                *counts.entry(level(line).to_owned()).or_default() += 1;
            }
            counts
        })
        .collect();
    let mut all = Counts::new();
    for (level, count) in parts.into_iter().flatten() {
        *all.entry(level).or_default() += count;
    }
    all
}

#[derive(Default)]
struct State {
    waiting: VecDeque<(Vec<String>, oneshot::Sender<Counts>)>,
    stopped: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct Service {
    bound: usize,
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            for _ in 0..300 {
                let state = theirs.state.lock().unwrap();
                let empty = |state: &mut State| state.waiting.is_empty() && !state.stopped;
                let mut state = theirs.changed.wait_while(state, empty).unwrap();
                let Some((lines, answer)) = state.waiting.pop_front() else { break };
                drop(state);
                let _ = answer.send(work(&lines));
            }
        });
        Service { bound, shared, thread: Mutex::new(Some(thread)) }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        let (answer, answered) = oneshot::channel();
        {
            let mut state = self.shared.state.lock().unwrap();
            if state.stopped {
                return Err(Refused::Stopped);
            }
            if state.waiting.len() >= self.bound {
                return Err(Refused::Full);
            }
            state.waiting.push_back((lines, answer));
        }
        self.shared.changed.notify_one();
        Ok(answered.await.unwrap())
    }

    async fn stop(&self) {
        self.shared.state.lock().unwrap().stopped = true;
        self.shared.changed.notify_one();
        let thread = self.thread.lock().unwrap().take().unwrap();
        tokio::task::spawn_blocking(|| thread.join().unwrap()).await.unwrap();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
