// Refused: idle_slot

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let under_way = Arc::new(AtomicUsize::new(0));
    let mut tasks = Vec::new();
    for number in numbers {
        while under_way.load(Ordering::SeqCst) >= limit {
            tokio::time::sleep(Duration::from_millis(7)).await;
        }
        under_way.fetch_add(1, Ordering::SeqCst);
        let under_way = Arc::clone(&under_way);
        tasks.push(tokio::spawn(async move {
            let result = fetch(number).await;
            under_way.fetch_sub(1, Ordering::SeqCst);
            result
        }));
    }
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
