// Refused: panicked

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

use crossbeam::channel::{self, Sender};
use crossbeam::select;
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
    stop: Sender<()>,
    ended: Arc<Notify>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (requests, queue) = channel::bounded::<Request>(bound);
        let ended = Arc::new(Notify::new());
        let tell = Arc::clone(&ended);
        let (stop, stopped) = channel::bounded(1);
        thread::spawn(move || {
            let answer = |request: Request| {
                let _ = request.answer.send(work(&request.lines));
            };
            loop {
                select! {
                    recv(queue) -> request => match request {
                        Ok(request) => answer(request),
                        Err(_) => break,
                    },
                    recv(stopped) -> _ => break,
                }
            }
            queue.try_iter().skip(1).for_each(answer);
            tell.notify_one();
        });
        Service { requests: Mutex::new(Some(requests)), stop, ended }
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
        let _ = self.stop.send(());
        self.ended.notified().await;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
