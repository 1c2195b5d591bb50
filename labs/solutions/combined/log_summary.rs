// Each library does what it is good at. Rayon folds the lines into maps, so there is nothing to lock. The
// channel holds back those who ask, and ends when its sender is gone. A task only ever awaits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

use crossbeam::channel::{self, Sender};
use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::{Notify, oneshot};

type Counts = HashMap<String, u64>;

/// Returns how often each level stands in the lines. `level` returns the level of a line.
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

/// The lines to count, and where the counts go.
struct Request {
    lines: Vec<String>,
    answer: oneshot::Sender<Counts>,
}

/// Answers requests from many tasks, one after the other.
struct Service {
    /// `None` when the service was stopped.
    requests: Mutex<Option<Sender<Request>>>,
    ended: Arc<Notify>,
}

impl Service {
    /// Starts the service. `work` counts the lines of a request; `bound` requests can wait for it.
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (requests, queue) = channel::bounded::<Request>(bound);
        let ended = Arc::new(Notify::new());
        let tell = Arc::clone(&ended);
        thread::spawn(move || {
            for request in queue {
                // An error: nobody waits for this answer any more.
                let _ = request.answer.send(work(&request.lines));
            }
            tell.notify_one(); // It is not lost if `stop` does not wait yet.
        });
        Service { requests: Mutex::new(Some(requests)), ended }
    }

    /// Returns the counts of these lines, or why there is no answer.
    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        let (answer, answered) = oneshot::channel();
        self.send(Request { lines, answer })?;
        Ok(answered.await.expect("the thread answers every request"))
    }

    /// Does not wait, so it may be called in a task.
    fn send(&self, request: Request) -> Result<(), Refused> {
        let requests = self.requests.lock().expect("no holder panics");
        let requests = requests.as_ref().ok_or(Refused::Stopped)?;
        requests.try_send(request).map_err(|_| Refused::Full)
    }

    /// Takes no more requests, and waits until those that were taken have been counted.
    async fn stop(&self) {
        // Without its sender the channel ends, after the requests that are still in it.
        self.requests.lock().expect("no holder panics").take();
        self.ended.notified().await;
    }
}

/// Returns the level of a line, which comes first.
fn first_word(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let service = Service::start(4, |lines| count(lines, first_word));
    let lines = ["INFO it starts", "WARN the disk is full", "INFO it ends"];
    println!("{:?}", service.ask(lines.map(str::to_owned).to_vec()).await);
    service.stop().await;
    println!("{:?}", service.ask(Vec::new()).await);
}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
