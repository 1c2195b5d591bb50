// Refused: blocks_the_executor

use std::pin::Pin;
use std::time::Duration;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let tasks: Vec<_> = numbers.into_iter().map(|number| tokio::spawn(fetch(number))).collect();
    std::thread::sleep(Duration::from_millis(100));
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
