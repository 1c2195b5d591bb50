// Refused: time_limit

// If the channel is full, it tries again after a moment.

use std::collections::HashMap;
use std::sync::Mutex;
use std::thread;

use crossbeam::channel::{self, Sender, TrySendError};
use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::oneshot;

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
    requests: Mutex<Option<Sender<Request>>>,
    ended: Mutex<Option<oneshot::Receiver<()>>>,
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
        Service { requests: Mutex::new(Some(requests)), ended: Mutex::new(Some(ended)) }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        let (answer, counts) = oneshot::channel();
        let sent = match &*self.requests.lock().unwrap() {
            Some(requests) => requests.try_send(Request { lines, answer }),
            None => return Err(Refused::Stopped),
        };
        match sent {
            Ok(()) => Ok(counts.await.expect("the thread answers all requests")),
            Err(TrySendError::Full(request)) => {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                let sent = match &*self.requests.lock().unwrap() {
                    Some(requests) => requests.try_send(request),
                    None => return Err(Refused::Stopped),
                };
                sent.map_err(|_| Refused::Full)?;
                Ok(counts.await.expect("the thread answers all requests"))
            }
            Err(TrySendError::Disconnected(_)) => Err(Refused::Stopped),
        }
    }

    async fn stop(&self) {
        drop(self.requests.lock().unwrap().take());
        let ended = self.ended.lock().unwrap().take();
        if let Some(ended) = ended {
            let _ = ended.await;
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
