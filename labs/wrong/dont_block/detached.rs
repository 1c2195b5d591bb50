// Refused: left_behind

use std::sync::{Arc, Mutex};

async fn compute(work: fn() -> u64) -> u64 {
    let result = Arc::new(Mutex::new(0));
    let theirs = Arc::clone(&result);
    tokio::task::spawn_blocking(move || {
        let value = work();
        *theirs.lock().unwrap() = value;
    });
    let result = *result.lock().unwrap();
    result
}

fn main() {}

labs::exercise! {
    #[test]
    fn dont_block(compute);
}
