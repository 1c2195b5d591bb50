// Refused: lock_held

use std::sync::Mutex;
use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let results = Mutex::new(vec![0; inputs.len()]);
    thread::scope(|s| {
        for (place, input) in inputs.into_iter().enumerate() {
            let results = &results;
            s.spawn(move || {
                let mut results = results.lock().unwrap();
                results[place] = work(input);
            });
        }
    });
    results.into_inner().unwrap()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
