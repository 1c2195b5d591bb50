// Refused: wrong_order

use std::sync::{Arc, Mutex};
use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let results = Arc::new(Mutex::new(Vec::new()));
    let mut handles = Vec::new();
    for input in inputs {
        let results = Arc::clone(&results);
        handles.push(thread::spawn(move || {
            let result = work(input);
            results.lock().unwrap().push(result);
        }));
    }
    for handle in handles {
        handle.join().unwrap();
    }
    let mut results = results.lock().unwrap().clone();
    results.sort();
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
