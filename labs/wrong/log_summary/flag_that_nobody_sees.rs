// Refused: never_stops

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;

use crossbeam::channel::{self, Sender};
use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::{Notify, oneshot};

type Counts = HashMap<String, u64>;

fn count(lines: &[String], level: fn(&str) -> &str) -> Counts {
    let count_line = |mut counts: Counts, line: &String| {
        *counts.entry(level(line).to_owned()).or_default() += 1;
        counts
    };
    let put_together = |mut all: Counts, counts| {
        for (level, count) in counts {
            *all.entry(level).or_default() += count;
        }
        all
    };
    lines.par_iter().fold(Counts::new, count_line).reduce(Counts::new, put_together)
}

struct Request {
    lines: Vec<String>,
    answer: oneshot::Sender<Counts>,
}

struct Service {
    requests: Sender<Request>,
    stopped: Arc<AtomicBool>,
    ended: Arc<Notify>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (requests, queue) = channel::bounded::<Request>(bound);
        let ended = Arc::new(Notify::new());
        let tell = Arc::clone(&ended);
        let stopped = Arc::new(AtomicBool::new(false));
        let is_stopped = Arc::clone(&stopped);
        thread::spawn(move || {
            while !is_stopped.load(SeqCst) || !queue.is_empty() {
                let Ok(request) = queue.recv() else { break };
                let _ = request.answer.send(work(&request.lines));
            }
            tell.notify_one(); // It is not lost if `stop` does not wait yet.
        });
        Service { requests, stopped, ended }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        let (answer, answered) = oneshot::channel();
        self.send(Request { lines, answer })?;
        Ok(answered.await.expect("the thread answers every request"))
    }

    fn send(&self, request: Request) -> Result<(), Refused> {
        if self.stopped.load(SeqCst) {
            return Err(Refused::Stopped);
        }
        self.requests.try_send(request).map_err(|_| Refused::Full)
    }

    async fn stop(&self) {
        self.stopped.store(true, SeqCst);
        self.ended.notified().await;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
