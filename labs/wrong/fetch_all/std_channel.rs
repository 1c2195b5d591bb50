// Refused: blocks_the_executor

use std::pin::Pin;
use std::sync::mpsc;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let (sender, receiver) = mpsc::channel();
    for number in numbers {
        let sender = sender.clone();
        tokio::spawn(async move { sender.send((number, fetch(number).await)) });
    }
    drop(sender);
    let mut results: Vec<_> = receiver.iter().collect();
    results.sort();
    results.into_iter().map(|(_, result)| result).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
