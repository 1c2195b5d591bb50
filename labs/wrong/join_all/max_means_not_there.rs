// Refused: deadlock

// `u64::MAX` may be a result.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

const NOT_YET: u64 = u64::MAX;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let shared = Arc::new((Mutex::new(vec![NOT_YET; inputs.len()]), Condvar::new()));
    for (place, input) in inputs.into_iter().enumerate() {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let result = work(input);
            shared.0.lock().unwrap()[place] = result;
            shared.1.notify_one();
        });
    }
    let results = shared.0.lock().unwrap();
    shared.1.wait_while(results, |results| results.contains(&NOT_YET)).unwrap().clone()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
