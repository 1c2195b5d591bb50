// All fetches at once. About 10 minutes.
//
// `fetch_all` fetches one number after the other. Let it have all fetches under way at the same time, on one
// thread: together they then take as long as the slowest. A fetch begins when the future that `fetch` returns is
// polled for the first time. The results must be in the order of the numbers. Other tasks may call `fetch_all`,
// too. No future asks again and again for what it waits for.
//
// Read: cargo page tokio/many_tasks

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

/// Returns what `fetch` returns for each number, in the order of the numbers.
async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = Vec::new();
    for number in numbers {
        // TODO: Each fetch begins only when the one before has ended.
        results.push(fetch(number).await);
    }
    results
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    println!(
        "{:?}",
        fetch_all(vec![1, 2, 3], |number| Box::pin(async move { number * 100 })).await
    );
}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
