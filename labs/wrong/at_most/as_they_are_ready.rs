// Refused: wrong_order

use std::pin::Pin;

use tokio::task::JoinSet;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut set = JoinSet::new();
    let mut results = Vec::new();
    for number in numbers {
        if set.len() == limit {
            results.push(set.join_next().await.unwrap().unwrap());
        }
        set.spawn(fetch(number));
    }
    results.extend(set.join_all().await);
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
