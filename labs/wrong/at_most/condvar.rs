// Refused: blocks_the_executor

use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex};

type Fetch = fn(u64) -> Pin<Box<dyn Future<Output = u64> + Send>>;

async fn at_most(limit: usize, numbers: Vec<u64>, fetch: Fetch) -> Vec<u64> {
    let places = Arc::new((Mutex::new(limit), Condvar::new()));
    let mut tasks = Vec::new();
    for number in numbers {
        let (free, freed) = &*places;
        let mut free = freed.wait_while(free.lock().unwrap(), |free| *free == 0).unwrap();
        *free -= 1;
        drop(free);
        let places = Arc::clone(&places);
        tasks.push(tokio::spawn(async move {
            let result = fetch(number).await;
            *places.0.lock().unwrap() += 1;
            places.1.notify_one();
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
