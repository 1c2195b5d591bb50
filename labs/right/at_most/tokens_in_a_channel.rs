// A channel that holds a token for each place.

use std::pin::Pin;

use tokio::sync::mpsc;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let (free, mut places) = mpsc::channel(limit);
    for _ in 0..limit {
        free.send(()).await.unwrap();
    }
    let mut tasks = Vec::new();
    for number in numbers {
        places.recv().await.unwrap();
        let free = free.clone();
        tasks.push(tokio::spawn(async move {
            let result = fetch(number).await;
            free.send(()).await.unwrap();
            result
        }));
    }
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
