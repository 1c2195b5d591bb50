// Refused: never_counted

// A request with the lines of the one before gets the same answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
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
    requests: Mutex<Option<Sender<Request>>>,
    ended: Arc<Notify>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (requests, queue) = channel::bounded::<Request>(bound);
        let ended = Arc::new(Notify::new());
        let tell = Arc::clone(&ended);
        thread::spawn(move || {
            let mut last = None;
            for request in queue {
                let counts = match last {
                    Some((lines, counts)) if lines == request.lines => counts,
                    _ => work(&request.lines),
                };
                // An error: nobody waits for this answer any more.
                let _ = request.answer.send(counts.clone());
                last = Some((request.lines, counts));
            }
            tell.notify_one(); // It is not lost if `stop` does not wait yet.
        });
        Service { requests: Mutex::new(Some(requests)), ended }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        let (answer, answered) = oneshot::channel();
        self.send(Request { lines, answer })?;
        Ok(answered.await.expect("the thread answers every request"))
    }

    fn send(&self, request: Request) -> Result<(), Refused> {
        let requests = self.requests.lock().expect("no holder panics");
        let requests = requests.as_ref().ok_or(Refused::Stopped)?;
        requests.try_send(request).map_err(|_| Refused::Full)
    }

    async fn stop(&self) {
        // Without its sender the channel ends, after the requests that are still in it.
        self.requests.lock().expect("no holder panics").take();
        self.ended.notified().await;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
