// Refused: outlives_the_call

use std::sync::Mutex;
use std::thread;

static RESULTS: Mutex<Vec<u64>> = Mutex::new(Vec::new());

fn squares(inputs: Vec<u64>, work: fn(u64) -> u64) -> Vec<u64> {
    *RESULTS.lock().unwrap() = vec![0; inputs.len()];
    thread::scope(|s| {
        for (place, input) in inputs.into_iter().enumerate() {
            s.spawn(move || {
                let result = work(input);
                RESULTS.lock().unwrap()[place] = result;
            });
        }
    });
    RESULTS.lock().unwrap().clone()
}

fn main() {}

labs::exercise! {
    #[test]
    fn join_all(squares);
}
