// Refused: too_many_at_once

use std::pin::Pin;

use tokio::sync::Semaphore;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let permits = Semaphore::new(limit);
    let mut tasks = Vec::new();
    for number in numbers {
        let _permit = permits.acquire().await.unwrap();
        tasks.push(tokio::spawn(fetch(number)));
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
