// Refused: not_all_at_once

use std::sync::Mutex;
use std::thread;

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    let results = Mutex::new(vec![0; inputs.len()]);
    let inputs = Mutex::new(inputs.into_iter().enumerate());
    let next = || inputs.lock().unwrap().next();
    thread::scope(|s| {
        for _ in 0..8 {
            s.spawn(|| {
                while let Some((place, input)) = next() {
                    let result = work(input);
                    results.lock().unwrap()[place] = result;
                }
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
