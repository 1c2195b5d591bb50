// Refused: left_behind

use std::pin::Pin;
use std::sync::{Arc, Mutex};

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn fetch_all(numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let results = Arc::new(Mutex::new(vec![0; numbers.len()]));
    for (index, number) in numbers.into_iter().enumerate() {
        let results = Arc::clone(&results);
        tokio::spawn(async move {
            let result = fetch(number).await;
            results.lock().unwrap()[index] = result;
        });
    }
    let results = results.lock().unwrap().clone();
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn fetch_all(fetch_all);
}
