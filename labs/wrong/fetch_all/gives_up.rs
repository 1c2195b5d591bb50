// Refused: left_behind

// A fetch that takes more than an hour has no result.

use std::pin::Pin;
use std::time::Duration;

use tokio::time::timeout;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let hour = Duration::from_secs(3600);
    let start = |number| tokio::spawn(timeout(hour, fetch(number)));
    let tasks: Vec<_> = numbers.into_iter().map(start).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap().unwrap_or(0));
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
