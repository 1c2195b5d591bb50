// Refused: too_many_at_once

use std::pin::Pin;

use tokio::task::JoinSet;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut set = JoinSet::new();
    let mut results = vec![0; numbers.len()];
    for (index, number) in numbers.into_iter().enumerate() {
        if set.len() > limit {
            let (index, result) = set.join_next().await.unwrap().unwrap();
            results[index] = result;
        }
        set.spawn(async move { (index, fetch(number).await) });
    }
    while let Some(done) = set.join_next().await {
        let (index, result) = done.unwrap();
        results[index] = result;
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
