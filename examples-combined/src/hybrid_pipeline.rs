//! Rayon computes, a bounded channel carries, one thread finishes, in any order.
//!
//! Article B, "Combining Approaches". New against the article: each result names its number, and
//! Rayon is called by the calling thread itself (`pipeline_inside_rayon` shows why).
//!
//! Run: `cargo run -p examples-combined -- hybrid_pipeline`
//! Paste: `cargo add crossbeam rayon`

use std::panic::resume_unwind;
use std::thread;

use crossbeam::channel;
use rayon::prelude::*;

/// How many results may wait for the last stage.
pub const PLACES: usize = 100;

/// Returns a number and its smallest divisor above 1. That of a prime is the prime itself.
pub fn cpu_intensive_work(&number: &u64) -> (u64, u64) {
    (number, (2..=number.isqrt()).find(|divisor| number % divisor == 0).unwrap_or(number))
}

/// Writes a number as a product. Panics for 0, which has no divisor.
pub fn finalize_result((number, divisor): (u64, u64)) -> String {
    format!("{number} = {divisor} * {}", number / divisor)
}

/// Runs `process` on all cores and `finalize` in one thread, both at the same time. Returns the results
/// in the order in which `process` was done with them, which may differ from run to run.
///
/// While `PLACES` results wait for `finalize`, every worker of the pool waits in `send`, and no other job
/// of the pool runs. So `finalize` must not need the pool itself.
///
/// # Panics
/// If a stage panics. Then the other one stops as well, and all results are lost.
pub fn hybrid_pipeline<I: Sync, P: Send, R: Send>(
    input: &[I],
    process: impl Fn(&I) -> P + Sync,
    finalize: impl Fn(P) -> R + Send,
) -> Vec<R> {
    let (tx, rx) = channel::bounded(PLACES);
    thread::scope(|s| {
        // If `finalize` panics, `rx` is dropped, and each `send` from then on is an `Err`.
        let consumer = s.spawn(move || rx.into_iter().map(finalize).collect());
        let items = input.par_iter().panic_fuse(); // Rayon skips the rest after a panic,
        let _ = items.try_for_each(|item| tx.send(process(item))); // and after an `Err`.
        // Signals the end to the consumer. It also makes `tx` a part of this closure, so a panic in
        // `process` drops it as well.
        drop(tx);
        consumer.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

pub fn main() {
    let numbers = [600_851_475_143, 2_026, 87_178_291_199, 999_999_000_001, 65_536, 1_234_567_890];
    for result in hybrid_pipeline(&numbers, cpu_intensive_work, finalize_result) {
        println!("{result}");
    }
}
