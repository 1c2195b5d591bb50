// A mark in the channel is the end; what comes after it is refused; a `watch` tells that the thread has ended.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::{oneshot, watch};

type Counts = HashMap<String, u64>;

fn count(lines: &[String], level: fn(&str) -> &str) -> Counts {
    let levels: Vec<&str> = lines.par_iter().map(|line| level(line)).collect();
    let mut counts = Counts::new();
    for level in levels {
        *counts.entry(level.to_owned()).or_default() += 1;
    }
    counts
}

type Request = (Vec<String>, oneshot::Sender<Counts>);

struct Service {
    sender: SyncSender<Option<Request>>,
    stopped: AtomicBool,
    ended: watch::Receiver<bool>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (sender, queue) = sync_channel::<Option<Request>>(bound);
        let (tell, ended) = watch::channel(false);
        thread::Builder::new()
            .name("counter".into())
            .spawn(move || {
                while let Ok(Some((lines, answer))) = queue.recv() {
                    let _ = answer.send(work(&lines));
                }
                let _ = tell.send(true);
            })
            .unwrap();
        Service { sender, stopped: AtomicBool::new(false), ended }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        if self.stopped.load(Ordering::SeqCst) {
            return Err(Refused::Stopped);
        }
        let (answer, answered) = oneshot::channel();
        self.sender.try_send(Some((lines, answer))).map_err(|_| Refused::Full)?;
        answered.await.map_err(|_| Refused::Stopped)
    }

    async fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        let sender = self.sender.clone();
        // The channel may be full, and then this waits, so it has a thread of its own.
        let _ = tokio::task::spawn_blocking(move || sender.send(None)).await;
        let mut ended = self.ended.clone();
        ended.wait_for(|ended| *ended).await.unwrap();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
