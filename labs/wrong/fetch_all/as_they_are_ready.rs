// Refused: wrong_order

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut set: tokio::task::JoinSet<u64> = numbers.into_iter().map(fetch).collect();
    let mut results = Vec::new();
    while let Some(result) = set.join_next().await {
        results.push(result.unwrap());
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
