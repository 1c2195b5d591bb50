// No tasks: one future polls all fetches, and the semaphore is smol's.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use smol::lock::Semaphore;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let permits = Semaphore::new(limit);
    let fetch = async |number| {
        let _permit = permits.acquire().await;
        fetch(number).await
    };
    let mut fetches: Vec<_> = numbers.into_iter().map(|number| Box::pin(fetch(number))).collect();
    let mut results = vec![None; fetches.len()];
    poll_fn(|context| {
        for (fetch, result) in fetches.iter_mut().zip(&mut results) {
            if result.is_none()
                && let Poll::Ready(value) = fetch.as_mut().poll(context)
            {
                *result = Some(value);
            }
        }
        if results.iter().all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
