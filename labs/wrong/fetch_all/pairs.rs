// Refused: not_all_at_once

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = Vec::new();
    for pair in numbers.chunks(2) {
        let (first, second) = tokio::join!(fetch(pair[0]), fetch(pair[1]));
        results.extend([first, second]);
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
