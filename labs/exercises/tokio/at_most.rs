// A bound on concurrency. About 10 minutes.
//
// `at_most` fetches the numbers in groups, so never more than `limit` fetches are under way. But a group ends
// with its slowest fetch, and meanwhile places are empty. Let the next fetch begin as soon as any fetch has
// ended, still on this one thread. A fetch begins when the future that `fetch` returns is polled for the first time.
// The results must be in the order of the numbers. `limit` is 1 to 1,000. Other tasks may call `at_most`, too:
// `limit` holds for each call on its own.
//
// Read: cargo page tokio/bounded_concurrency

use std::pin::Pin;
use std::time::{Duration, Instant};

use tokio::time::sleep;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

/// Returns what `fetch` returns for each number, in the order of the numbers. As long as there are enough
/// numbers, exactly `limit` fetches are under way.
async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = Vec::new();
    for group in numbers.chunks(limit) {
        let tasks: Vec<_> = group.iter().map(|number| tokio::spawn(fetch(*number))).collect();
        // TODO: The next group begins only when the slowest fetch of this one has ended.
        for task in tasks {
            results.push(task.await.expect("no fetch panics"));
        }
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
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
    let start = Instant::now();
    let results = at_most(2, vec![1, 2, 3, 4, 5, 6], fetch).await;
    println!("{results:?} after {} ms", start.elapsed().as_millis()); // 80 are enough
}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
