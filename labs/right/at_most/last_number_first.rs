// It begins with the last number, and turns the results round.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Semaphore;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let permits = Arc::new(Semaphore::new(limit));
    let mut tasks = Vec::new();
    for number in numbers.into_iter().rev() {
        let permit = Arc::clone(&permits).acquire_owned().await.unwrap();
        tasks.push(tokio::spawn(async move {
            let result = fetch(number).await;
            drop(permit);
            result
        }));
    }
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results.reverse();
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
