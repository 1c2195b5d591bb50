// Refused: not_all_at_once

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = Vec::new();
    let mut pairs = numbers.chunks_exact(2);
    for pair in &mut pairs {
        let (first, second) = tokio::join!(fetch(pair[0]), fetch(pair[1]));
        results.extend([first, second]);
    }
    if let [last] = pairs.remainder() {
        results.push(fetch(*last).await);
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
