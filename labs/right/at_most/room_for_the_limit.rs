// Memory for as many tasks as there may be at a time.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = vec![0; numbers.len()];
    let numbers = Arc::new(Mutex::new(numbers.into_iter().enumerate()));
    let mut lanes = Vec::with_capacity(limit);
    for _ in 0..limit.min(results.len()) {
        let numbers = Arc::clone(&numbers);
        let next = move || numbers.lock().unwrap().next();
        lanes.push(tokio::spawn(async move {
            let mut done = Vec::new();
            while let Some((place, number)) = next() {
                done.push((place, fetch(number).await));
            }
            done
        }));
    }
    for lane in lanes {
        for (place, result) in lane.await.unwrap() {
            results[place] = result;
        }
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
