// Refused: outlives_the_call

// The flag is a static: who stops one service stops all.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
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

/// Whether a service has been stopped.
static STOPPED: AtomicBool = AtomicBool::new(false);

struct Service {
    requests: Mutex<Option<Sender<Request>>>,
    counted: Mutex<Option<oneshot::Receiver<()>>>,
}

type Request = (Vec<String>, oneshot::Sender<Counts>);

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        STOPPED.store(false, SeqCst);
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

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        if STOPPED.load(SeqCst) {
            return Err(Refused::Stopped);
        }
        let (answer, answered) = oneshot::channel();
        match &*self.requests.lock().unwrap() {
            Some(requests) => requests.try_send((lines, answer)).map_err(|_| Refused::Full)?,
            None => return Err(Refused::Stopped),
        }
        answered.await.map_err(|_| Refused::Stopped)
    }

    async fn stop(&self) {
        STOPPED.store(true, SeqCst);
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
