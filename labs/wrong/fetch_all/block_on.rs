// Refused: panicked

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let runtime = tokio::runtime::Handle::current();
    numbers.into_iter().map(|number| runtime.block_on(fetch(number))).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
