// Refused: wrong_error

// A call that is left out counts as an error of its own, and may come before the real one.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use rayon::prelude::*;

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    let failed = AtomicBool::new(false);
    let call = |number: &u32| {
        if failed.load(SeqCst) {
            return Err("left out".into());
        }
        let result = work(*number);
        if result.is_err() {
            failed.store(true, SeqCst);
        }
        result
    };
    numbers.par_iter().map(call).collect()
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
