// Refused: outlives_the_call

// The error of one call stops another that is under way.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use rayon::prelude::*;

static STOP: AtomicBool = AtomicBool::new(false);

fn all_or_error(numbers: &[u32], work: fn(u32) -> Result<u64, String>) -> Result<Vec<u64>, String> {
    STOP.store(false, SeqCst);
    let error = OnceLock::new();
    let call = |number: &u32| {
        if STOP.load(SeqCst) {
            return None;
        }
        let failed = |text| {
            STOP.store(true, SeqCst);
            error.set(text)
        };
        work(*number).map_err(failed).ok()
    };
    let results = numbers.par_iter().filter_map(call).collect();
    error.into_inner().map_or(Ok(results), Err)
}

fn main() {}

labs::exercise! {
    #[test]
    fn first_error(all_or_error);
}
