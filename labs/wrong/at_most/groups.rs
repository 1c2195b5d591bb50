// Refused: idle_slot

use std::pin::Pin;

use tokio::task::JoinSet;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = Vec::new();
    for group in numbers.chunks(limit) {
        let set: JoinSet<u64> = group.iter().map(|number| fetch(*number)).collect();
        let mut group = set.join_all().await;
        group.sort();
        results.extend(group);
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
