// Refused: one_after_another

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let futures: Vec<_> = numbers.into_iter().map(fetch).collect();
    let mut results = Vec::new();
    for future in futures {
        results.push(future.await);
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
