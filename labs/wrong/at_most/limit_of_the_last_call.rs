// Refused: outlives_the_call

// The limit is in a static, so it is that of whoever has called last.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use tokio::task::JoinSet;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

static LIMIT: AtomicUsize = AtomicUsize::new(0);

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    LIMIT.store(limit, SeqCst);
    let mut results = vec![0; numbers.len()];
    let mut tasks = JoinSet::new();
    for (place, number) in numbers.into_iter().enumerate() {
        if tasks.len() >= LIMIT.load(SeqCst) {
            let (place, result) = tasks.join_next().await.unwrap().unwrap();
            results[place] = result;
        }
        tasks.spawn(async move { (place, fetch(number).await) });
    }
    while let Some(task) = tasks.join_next().await {
        let (place, result) = task.unwrap();
        results[place] = result;
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
