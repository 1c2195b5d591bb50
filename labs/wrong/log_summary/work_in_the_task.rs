// Refused: blocks_the_executor

use std::collections::HashMap;
use std::sync::Mutex;

use crossbeam::channel::{self, Receiver, Sender};
use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::oneshot;

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
    work: fn(&[String]) -> Counts,
    sender: Sender<Request>,
    queue: Receiver<Request>,
    stopped: Mutex<bool>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (sender, queue) = channel::bounded(bound);
        Service { work, sender, queue, stopped: Mutex::new(false) }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        if *self.stopped.lock().unwrap() {
            return Err(Refused::Stopped);
        }
        let (answer, answered) = oneshot::channel();
        self.sender.try_send(Request { lines, answer }).map_err(|_| Refused::Full)?;
        for request in self.queue.try_iter() {
            let _ = request.answer.send((self.work)(&request.lines));
        }
        Ok(answered.await.unwrap())
    }

    async fn stop(&self) {
        *self.stopped.lock().unwrap() = true;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
