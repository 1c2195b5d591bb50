// `limit` workers, each of which takes the next number when it is ready.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let numbers = Arc::new(Mutex::new(numbers.into_iter().enumerate()));
    let worker = || {
        let numbers = Arc::clone(&numbers);
        tokio::spawn(async move {
            let mut results = Vec::new();
            loop {
                let next = numbers.lock().unwrap().next();
                let Some((index, number)) = next else { return results };
                results.push((index, fetch(number).await));
            }
        })
    };
    let workers: Vec<_> = (0..limit).map(|_| worker()).collect();
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
