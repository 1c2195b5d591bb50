// A set that is kept small, and a slot for each result.

use std::pin::Pin;

use tokio::task::JoinSet;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = vec![0; numbers.len()];
    let mut set = JoinSet::new();
    let mut numbers = numbers.into_iter().enumerate();
    loop {
        while set.len() < limit
            && let Some((index, number)) = numbers.next()
        {
            set.spawn(async move { (index, fetch(number).await) });
        }
        let Some(done) = set.join_next().await else { return results };
        let (index, result) = done.unwrap();
        results[index] = result;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
