// Refused: outlives_the_call

// While one task fetches, the calls of all others wait.

use std::pin::Pin;

use tokio::sync::Mutex;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

static ALONE: Mutex<()> = Mutex::const_new(());

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let _alone = ALONE.lock().await;
    let tasks: Vec<_> = numbers.into_iter().map(|number| tokio::spawn(fetch(number))).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
