// Refused: sent_too_early

// A function that returns a future does at once what stands before its `async` block.

use std::collections::HashMap;
use std::sync::Mutex;
use std::thread;

use crossbeam::channel::{self, Sender};
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

struct Service {
    requests: Mutex<Option<Sender<Request>>>,
    counted: Mutex<Option<oneshot::Receiver<()>>>,
}

type Request = (Vec<String>, oneshot::Sender<Counts>);

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (requests, taken) = channel::bounded::<Request>(bound);
        let (end, counted) = oneshot::channel();
        thread::spawn(move || {
            for (lines, answer) in taken {
                let _ = answer.send(work(&lines));
            }
            let _ = end.send(());
        });
        Service { requests: Mutex::new(Some(requests)), counted: Mutex::new(Some(counted)) }
    }

    fn ask(&self, lines: Vec<String>) -> impl Future<Output = Result<Counts, Refused>> {
        let (answer, answered) = oneshot::channel();
        let sent = match &*self.requests.lock().unwrap() {
            Some(requests) => requests.try_send((lines, answer)).map_err(|_| Refused::Full),
            None => Err(Refused::Stopped),
        };
        async move {
            sent?;
            answered.await.map_err(|_| Refused::Stopped)
        }
    }

    async fn stop(&self) {
        drop(self.requests.lock().unwrap().take());
        let counted = self.counted.lock().unwrap().take();
        if let Some(counted) = counted {
            let _ = counted.await;
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
