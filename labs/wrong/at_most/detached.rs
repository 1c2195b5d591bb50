// Refused: left_behind

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tokio::sync::Semaphore;

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let permits = Arc::new(Semaphore::new(limit));
    let results = Arc::new(Mutex::new(vec![0; numbers.len()]));
    for (index, number) in numbers.into_iter().enumerate() {
        let permit = Arc::clone(&permits).acquire_owned().await.unwrap();
        let results = Arc::clone(&results);
        tokio::spawn(async move {
            let result = fetch(number).await;
            results.lock().unwrap()[index] = result;
            drop(permit);
        });
    }
    let results = results.lock().unwrap().clone();
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn at_most(at_most);
}
