// All tasks are started, and a semaphore has a permit for each fetch that may be under way. A task without a
// permit waits; when another one ends and drops its permit, the semaphore wakes the task that has waited longest.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::time::sleep;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

/// Returns what `fetch` returns for each number, in the order of the numbers. As long as there are enough
/// numbers, exactly `limit` fetches are under way.
async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let permits = Arc::new(Semaphore::new(limit));
    let start = |number| {
        let permits = Arc::clone(&permits);
        tokio::spawn(async move {
            let _permit = permits.acquire().await.expect("the semaphore is never closed");
            fetch(number).await
        })
    };
    let tasks: Vec<_> = numbers.into_iter().map(start).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("no fetch panics"));
    }
    results
}

fn fetch(number: u64) -> Pin<Box<dyn Future<Output = u64> + Send>> {
    Box::pin(async move {
        let time = if number == 1 { 60 } else { 20 };
        sleep(Duration::from_millis(time)).await;
        number * 100
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let start = Instant::now();
    let results = at_most(2, vec![1, 2, 3, 4, 5, 6], fetch).await;
    println!("{results:?} after {} ms", start.elapsed().as_millis()); // 80 are enough
}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
