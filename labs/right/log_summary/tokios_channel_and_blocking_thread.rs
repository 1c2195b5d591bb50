// Tokio's channel and one of its threads for blocking work; `stop` awaits the handle of that.

use std::collections::HashMap;
use std::sync::Mutex;

use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_blocking};

type Counts = HashMap<String, u64>;

fn count(lines: &[String], level: fn(&str) -> &str) -> Counts {
    lines
        .par_iter()
        .map(|line| Counts::from([(level(line).to_owned(), 1)]))
        .reduce_with(|mut a, b| {
            b.into_iter().for_each(|(level, n)| *a.entry(level).or_insert(0) += n);
            a
        })
        .unwrap_or_default()
}

type Request = (Vec<String>, oneshot::Sender<Counts>);

struct Service {
    sender: Mutex<Option<mpsc::Sender<Request>>>,
    thread: tokio::sync::Mutex<JoinHandle<()>>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (sender, mut queue) = mpsc::channel::<Request>(bound);
        let thread = spawn_blocking(move || {
            while let Some((lines, answer)) = queue.blocking_recv() {
                let _ = answer.send(work(&lines));
            }
        });
        Service { sender: Mutex::new(Some(sender)), thread: thread.into() }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        let sender = self.sender.lock().unwrap().clone().ok_or(Refused::Stopped)?;
        let (answer, answered) = oneshot::channel();
        let sent = sender.try_send((lines, answer));
        drop(sender); // Or the channel would not end while this waits.
        match sent {
            Ok(()) => answered.await.map_err(|_| Refused::Stopped),
            Err(TrySendError::Full(_)) => Err(Refused::Full),
            Err(TrySendError::Closed(_)) => Err(Refused::Stopped),
        }
    }

    async fn stop(&self) {
        drop(self.sender.lock().unwrap().take());
        (&mut *self.thread.lock().await).await.unwrap();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
