// Refused: idle_slot

use std::collections::VecDeque;
use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut tasks = VecDeque::new();
    let mut results = Vec::new();
    for number in numbers {
        if tasks.len() == limit {
            let oldest: tokio::task::JoinHandle<u64> = tasks.pop_front().unwrap();
            results.push(oldest.await.unwrap());
        }
        tasks.push_back(tokio::spawn(fetch(number)));
    }
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
