// Only as many futures as there are places.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let mut results = vec![0; numbers.len()];
    let mut numbers = numbers.into_iter().enumerate();
    let mut places: Vec<Option<(usize, Pin<Box<dyn Future<Output = u64> + Send>>)>> = Vec::new();
    places.resize_with(limit, || None);
    poll_fn(|context| {
        for place in &mut places {
            loop {
                if place.is_none() {
                    *place = numbers.next().map(|(index, number)| (index, fetch(number)));
                }
                let Some((index, future)) = place else { break };
                let Poll::Ready(result) = future.as_mut().poll(context) else { break };
                results[*index] = result;
                *place = None;
            }
        }
        if places.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
