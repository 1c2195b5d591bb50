// Two loops: the first starts a task for each number, the second awaits them in the order in which they were
// started. A task runs whether it is awaited or not, so nothing waits for its turn.

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

/// Returns what `fetch` returns for each number, in the order of the numbers.
async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let tasks: Vec<_> = numbers.into_iter().map(|number| tokio::spawn(fetch(number))).collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.expect("no fetch panics"));
    }
    results
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!(
        "{:?}",
        fetch_all(vec![1, 2, 3], |number| Box::pin(async move { number * 100 })).await
    );
}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
