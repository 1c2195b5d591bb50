// Refused: never_stops

// No thread of its own: permits bound the jobs that are given to Rayon, and `stop` takes all of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use labs::log_summary::Refused;
use rayon::prelude::*;
use tokio::sync::{Semaphore, TryAcquireError, oneshot};

type Counts = HashMap<String, u64>;

fn count(lines: &[String], level: fn(&str) -> &str) -> Counts {
    fn merge(mut a: Counts, b: Counts) -> Counts {
        for (level, count) in b {
            *a.entry(level).or_default() += count;
        }
        a
    }
    let one = |line: &String| HashMap::from([(level(line).to_owned(), 1)]);
    lines.par_iter().map(one).reduce(HashMap::new, merge)
}

struct Service {
    work: fn(&[String]) -> Counts,
    places: u32,
    free: Arc<Semaphore>,
    /// One job at a time.
    turn: Arc<Semaphore>,
    stopped: AtomicBool,
}

impl Service {
    fn start(bound: usize, work: fn(&[String]) -> Counts) -> Service {
        let places = bound + 1;
        Service {
            work,
            places: places as u32,
            free: Arc::new(Semaphore::new(places)),
            turn: Arc::new(Semaphore::new(1)),
            stopped: AtomicBool::new(false),
        }
    }

    async fn ask(&self, lines: Vec<String>) -> Result<Counts, Refused> {
        if self.stopped.load(Ordering::SeqCst) {
            return Err(Refused::Stopped);
        }
        let place = match self.free.clone().try_acquire_owned() {
            Ok(place) => place,
            Err(TryAcquireError::NoPermits) => return Err(Refused::Full),
            Err(TryAcquireError::Closed) => return Err(Refused::Stopped),
        };
        let turn = self.turn.clone().acquire_owned().await.unwrap();
        let (answer, answered) = oneshot::channel();
        let work = self.work;
        rayon::spawn(move || {
            let counts = work(&lines);
            drop((turn, place));
            let _ = answer.send(counts);
        });
        Ok(answered.await.unwrap())
    }

    async fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        let all = self.free.acquire_many(self.places).await.unwrap();
        all.forget();
        self.free.close();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn log_summary(count, Service::start, Service::ask, Service::stop);
}
