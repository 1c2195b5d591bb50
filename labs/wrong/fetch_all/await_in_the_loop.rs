// Refused: one_after_another

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = Vec::new();
    for number in numbers {
        results.push(tokio::spawn(fetch(number)).await.unwrap());
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
