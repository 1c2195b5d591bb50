// Refused: too_many_at_once

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Semaphore;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let permits = Arc::new(Semaphore::new(limit));
    let start = |number| {
        let permits = Arc::clone(&permits);
        tokio::spawn(async move {
            let _ = permits.acquire().await.unwrap();
            fetch(number).await
        })
    };
    let tasks: Vec<_> = numbers.into_iter().map(start).collect();
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
