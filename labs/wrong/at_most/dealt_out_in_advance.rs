// Refused: idle_slot

use std::pin::Pin;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let workers: Vec<_> = (0..limit)
        .map(|worker| {
            let mine: Vec<_> = numbers.iter().copied().skip(worker).step_by(limit).collect();
            tokio::spawn(async move {
                let mut results = Vec::new();
                for number in mine {
                    results.push((number, fetch(number).await));
                }
                results
            })
        })
        .collect();
    let mut results = Vec::new();
    for worker in workers {
        results.extend(worker.await.unwrap());
    }
    results.sort();
    results.into_iter().map(|(_, result)| result).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
