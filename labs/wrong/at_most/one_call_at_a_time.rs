// Refused: outlives_the_call

// While one task fetches, the calls of all others wait.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::{Mutex, Semaphore};

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

static ALONE: Mutex<()> = Mutex::const_new(());

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let _alone = ALONE.lock().await;
    let places = Arc::new(Semaphore::new(limit));
    let tasks = numbers.into_iter().map(|number| {
        let places = Arc::clone(&places);
        tokio::spawn(async move {
            let _place = places.acquire().await;
            fetch(number).await
        })
    });
    let tasks: Vec<_> = tasks.collect();
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
