// Refused: waits

// `stop` keeps the lock while it waits, and each `ask` waits for the lock.

use std::collections::HashMap;
use std::thread;

use crossbeam::channel::{self, Sender, TrySendError};
use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::{Mutex, oneshot};

type Counts = HashMap<String, u64>;

fn count(lines: &[String], level: fn(&str) -> &str) -> Counts {
    let one = |line: &String| Counts::from([(level(line).to_owned(), 1)]);
    lines.par_iter().map(one).reduce(Counts::new, |mut all, counts| {
        counts.into_iter().for_each(|(level, count)| *all.entry(level).or_default() += count);
        all
    })
}

struct Request {
    lines: Vec<String>,
    answer: oneshot::Sender<Counts>,
}

struct Service {
    open: Mutex<Option<(Sender<Request>, oneshot::Receiver<()>)>>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (requests, queue) = channel::bounded::<Request>(bound);
        let (end, ended) = oneshot::channel();
        thread::spawn(move || {
            for Request { lines, answer } in queue {
                let _ = answer.send(work(&lines));
            }
            let _ = end.send(());
        });
        Service { open: Mutex::new(Some((requests, ended))) }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        let (answer, counts) = oneshot::channel();
        let sent = match &*self.open.lock().await {
            Some((requests, _)) => requests.try_send(Request { lines, answer }),
            None => return Err(Refused::Stopped),
        };
        match sent {
            Ok(()) => Ok(counts.await.expect("the thread answers all requests")),
            Err(TrySendError::Full(_)) => Err(Refused::Full),
            Err(TrySendError::Disconnected(_)) => Err(Refused::Stopped),
        }
    }

    async fn stop(&self) {
        let mut open = self.open.lock().await;
        if let Some((requests, ended)) = open.take() {
            drop(requests);
            let _ = ended.await;
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
