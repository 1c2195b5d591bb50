// Refused: wrong_results

use std::sync::{Arc, Mutex};
use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let results = Arc::new(Mutex::new(vec![0; inputs.len()]));
    let mut handles = Vec::new();
    for (place, input) in inputs.into_iter().enumerate() {
        let results = Arc::clone(&results);
        handles.push(thread::spawn(move || {
            let result = work(input);
            results.lock().unwrap()[place] = result;
        }));
    }
    for _ in 1..handles.len() {
        handles.remove(0).join().unwrap();
    }
    let results = results.lock().unwrap().clone();
    results
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
