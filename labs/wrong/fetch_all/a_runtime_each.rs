// Refused: another_thread

use std::pin::Pin;

use tokio::runtime::Builder;
use tokio::task::spawn_blocking;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let start = |number| {
        spawn_blocking(move || {
            let runtime = Builder::new_current_thread().enable_time().build().unwrap();
            runtime.block_on(fetch(number))
        })
    };
    let tasks: Vec<_> = numbers.into_iter().map(start).collect();
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
