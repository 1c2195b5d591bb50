// The last one to finish is waited for with a count; the results lie in a map.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::Builder;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let shared = Arc::new((Mutex::new(BTreeMap::new()), Condvar::new()));
    let all = inputs.len();
    for (place, input) in inputs.into_iter().enumerate() {
        let shared = Arc::clone(&shared);
        let name = format!("worker for {input}");
        let work = move || {
            let result = work(input);
            shared.0.lock().unwrap().insert(place, result);
            shared.1.notify_all();
        };
        Builder::new().name(name).spawn(work).unwrap();
    }
    let results = shared.0.lock().unwrap();
    let results = shared.1.wait_while(results, |results| results.len() < all).unwrap();
    results.values().copied().collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
