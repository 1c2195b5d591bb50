// A flag of its own, and the error behind a lock.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let failed = AtomicBool::new(false);
    let error = Mutex::new(None);
    let call = |&number: &u32| {
        if failed.load(Relaxed) {
            return 0;
        }
        work(number).unwrap_or_else(|says| {
            failed.store(true, Relaxed);
            *error.lock().unwrap() = Some(says);
            0
        })
    };
    let results = numbers.par_iter().map(call).collect();
    match error.into_inner().unwrap() {
        None => Ok(results),
        Some(error) => Err(error),
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
