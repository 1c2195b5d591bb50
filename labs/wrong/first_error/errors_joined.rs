// Refused: wrong_error

// If several fail at the same time, their errors become one text.

use rayon::prelude::*;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let failed = AtomicBool::new(false);
    let errors = Mutex::new(Vec::new());
    let results: Option<Vec<u64>> = numbers
        .par_iter()
        .map(|number| {
            if failed.load(Ordering::Relaxed) {
                return None;
            }
            work(*number)
                .map_err(|error| {
                    failed.store(true, Ordering::Relaxed);
                    errors.lock().unwrap().push(error);
                })
                .ok()
        })
        .collect();
    results.ok_or_else(|| errors.into_inner().unwrap().join("; "))
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
