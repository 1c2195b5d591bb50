// Refused: deadlock

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Semaphore;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let semaphore = Arc::new(Semaphore::new(limit));
    let (mut permits, mut tasks) = (Vec::new(), Vec::new());
    for number in numbers {
        permits.push(Arc::clone(&semaphore).acquire_owned().await.unwrap());
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
