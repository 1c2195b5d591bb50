// A `JoinSet` returns results as they are ready; with the index they can be sorted.

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut set = tokio::task::JoinSet::new();
    for (index, number) in numbers.into_iter().enumerate() {
        set.spawn(async move { (index, fetch(number).await) });
    }
    let mut results = set.join_all().await;
    results.sort();
    results.into_iter().map(|(_, result)| result).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
