// A task takes the requests and hands one at a time to Rayon; no thread waits for another.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

type Counts = HashMap<String, u64>;

fn count(lines: &[String], level: fn(&str) -> &str) -> Counts {
    let mut levels: Vec<&str> = lines.par_iter().map(|line| level(line)).collect();
    levels.par_sort();
    let parts = levels.chunk_by(|a, b| a == b);
    parts
        .map(|part| (part[0].to_owned(), part.len() as u64))
        .collect::<BTreeMap<_, _>>()
        .into_iter()
        .collect()
}

type Request = (Vec<String>, oneshot::Sender<Counts>);

struct Service {
    requests: Mutex<(Option<mpsc::Sender<Request>>, Option<JoinHandle<()>>)>,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let (requests, mut queue) = mpsc::channel::<Request>(bound);
        let dispatcher = tokio::spawn(async move {
            while let Some((lines, answer)) = queue.recv().await {
                let (counted, counts) = oneshot::channel();
                rayon::spawn(move || _ = counted.send(work(&lines)));
                let _ = answer.send(counts.await.unwrap());
            }
        });
        Service { requests: Mutex::new((Some(requests), Some(dispatcher))) }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        let answered = {
            let requests = self.requests.lock().unwrap();
            let Some(requests) = &requests.0 else { return Err(Refused::Stopped) };
            let place = requests.try_reserve().map_err(|_| Refused::Full)?;
            let (answer, answered) = oneshot::channel();
            place.send((lines, answer));
            answered
        };
        answered.await.map_err(|_| Refused::Stopped)
    }

    async fn stop(&self) {
        let dispatcher = {
            let mut requests = self.requests.lock().unwrap();
            requests.0 = None;
            requests.1.take()
        };
        dispatcher.expect("`stop` is called once").await.unwrap();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
