// Each task sends its result with its index.

use std::pin::Pin;
use tokio::sync::mpsc;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = vec![0; numbers.len()];
    let (sender, mut receiver) = mpsc::channel(1);
    for (index, number) in numbers.into_iter().enumerate() {
        let sender = sender.clone();
        tokio::spawn(async move { sender.send((index, fetch(number).await)).await.unwrap() });
    }
    drop(sender);
    while let Some((index, result)) = receiver.recv().await {
        results[index] = result;
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
