// A count under a lock, and a `Notify` that tells of a free place.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

struct Places {
    free: Mutex<usize>,
    freed: Notify,
}

impl Places {
    fn take(&self) -> bool {
        let mut free = self.free.lock().unwrap();
        let is_free = *free > 0;
        *free -= usize::from(is_free);
        is_free
    }
}

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let places = Arc::new(Places { free: Mutex::new(limit), freed: Notify::new() });
    let mut tasks = Vec::new();
    for number in numbers {
        while !places.take() {
            places.freed.notified().await;
        }
        let places = Arc::clone(&places);
        tasks.push(tokio::spawn(async move {
            let result = fetch(number).await;
            *places.free.lock().unwrap() += 1;
            places.freed.notify_one();
            result
        }));
    }
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
