// Refused: another_thread

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let numbers = Arc::new(Mutex::new(numbers.into_iter().enumerate()));
    let mut workers = Vec::new();
    for _ in 0..limit {
        let (runtime, numbers) = (Handle::current(), Arc::clone(&numbers));
        workers.push(spawn_blocking(move || {
            let mut results = Vec::new();
            loop {
                let next = numbers.lock().unwrap().next();
                let Some((index, number)) = next else { return results };
                results.push((index, runtime.block_on(fetch(number))));
            }
        }));
    }
    let mut results = Vec::new();
    for worker in workers {
        results.extend(worker.await.unwrap());
    }
    results.sort();
    results.into_iter().map(|(_, result)| result).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
