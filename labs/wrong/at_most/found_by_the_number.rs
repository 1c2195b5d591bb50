// Refused: wrong_results

// If a number comes twice, the second result takes the place of the first.

use std::collections::HashMap;
use std::pin::Pin;

use tokio::task::JoinSet;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut set = JoinSet::new();
    let mut found = HashMap::new();
    for number in numbers.iter().copied() {
        if set.len() == limit {
            let (number, result) =
                set.join_next().await.expect("it is full").expect("no fetch panics");
            found.insert(number, result);
        }
        set.spawn(async move { (number, fetch(number).await) });
    }
    found.extend(set.join_all().await);
    numbers.iter().map(|number| found[number]).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
