// Refused: left_behind

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut fetches: Vec<_> = numbers.into_iter().map(fetch).collect();
    let mut results = vec![None; fetches.len()];
    poll_fn(|context| {
        for (fetch, result) in fetches.iter_mut().zip(&mut results) {
            if result.is_none()
                && let Poll::Ready(value) = fetch.as_mut().poll(context)
            {
                *result = Some(value);
            }
        }
        if results.iter().take(16).all(Option::is_some) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
