//! Rayon computes, a bounded channel carries, one thread finishes, in any order.
//!
//! Article B, "Combining Approaches". New against the article: each result names its number, a stage
//! that panics ends the pipeline with an error, and Rayon is called by the calling thread itself
//! (`pipeline_inside_rayon` shows why).
//!
//! Run: `cargo run -p examples-combined -- hybrid_pipeline`
//! Paste: `cargo add anyhow crossbeam rayon`

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use anyhow::{Result, anyhow, bail, ensure};
use crossbeam::channel;
use rayon::prelude::*;

/// How many results may wait for the last stage.
pub const PLACES: usize = 100;

type RawData = u64;
/// A number, and its smallest divisor above 1 unless it is prime.
type ProcessedData = (RawData, Option<u64>);
type FinalResult = String;

/// Looks for the smallest divisor of a number.
///
/// # Panics
/// If the number is 0 or 1.
pub fn cpu_intensive_work(&data: &RawData) -> ProcessedData {
    assert!(data > 1, "{data} is neither prime nor composite");
    (data, (2..=data.isqrt()).find(|divisor| data % divisor == 0))
}

/// Puts the result into words.
pub fn finalize_result((number, divisor): ProcessedData) -> FinalResult {
    match divisor {
        Some(divisor) => format!("{number} = {divisor} * {}", number / divisor),
        None => format!("{number} is prime"),
    }
}

/// Runs `process` on all cores and `finalize` in one thread, both at the same time. Returns the results
/// in the order in which `process` was done with them, which may differ from run to run.
///
/// While `PLACES` results wait for `finalize`, every worker of the pool waits in `send`, and no other job
/// of the pool runs. So `finalize` must not need the pool itself.
///
/// # Errors
/// If a stage panics. Then the other one stops as well, and all results are lost.
pub fn hybrid_pipeline<I: Sync, P: Send, R: Send>(
    input: &[I],
    process: impl Fn(&I) -> P + Sync,
    finalize: impl Fn(P) -> R + Send,
) -> Result<Vec<R>> {
    let (tx, rx) = channel::bounded(PLACES);
    thread::scope(|s| {
        // If `finalize` panics, `rx` is dropped, and each `send` from then on is an `Err`.
        let consumer = s.spawn(move || rx.into_iter().map(finalize).collect());
        // A panic must not leave `tx` alive: the consumer would wait for more, and the scope for the
        // consumer. `AssertUnwindSafe` is right, because nothing half-done is used afterwards.
        let produced = catch_unwind(AssertUnwindSafe(|| {
            let items = input.par_iter().panic_fuse(); // Rayon skips the rest after a panic,
            items.try_for_each(|item| tx.send(process(item))) // and after an `Err`.
        }));
        drop(tx); // Signals the end to the consumer.
        let results = consumer.join();
        ensure!(produced.is_ok(), "the computing stage panicked");
        results.map_err(|_| anyhow!("the finishing stage panicked"))
    })
}

pub fn main() -> Result<()> {
    let numbers = [600_851_475_143, 2_026, 87_178_291_199, 999_999_000_001, 65_536, 1_234_567_890];
    for result in hybrid_pipeline(&numbers, cpu_intensive_work, finalize_result)? {
        println!("{result}");
    }
    match hybrid_pipeline(&[12, 0, 18], cpu_intensive_work, finalize_result) {
        Ok(results) => bail!("0 has a divisor: {results:?}"),
        Err(error) => println!("with a 0 among them: {error}"),
    }
    Ok(())
}
