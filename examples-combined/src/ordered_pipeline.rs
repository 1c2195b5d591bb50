//! The same pipeline in the order of its input, however long that is, in bounded memory.
//!
//! Article B, "Combining Approaches", does not say in which order its results come. New against
//! `hybrid_pipeline`: the channel carries blocks, and only the calling thread waits for a place.
//!
//! Run: `cargo run -p examples-combined -- ordered_pipeline`
//! Paste: `cargo add crossbeam rayon`

use std::panic::resume_unwind;
use std::thread;

use crossbeam::channel;
use rayon::prelude::*;

/// How many numbers are computed together. At the end of a block, workers wait for the slowest number.
pub const BLOCK: usize = 100;
/// How many numbers can be between input and output: a block that is computed, one that waits in the
/// channel, and one that goes out.
pub const IN_BETWEEN: usize = 3 * BLOCK;

/// Returns a number and its smallest divisor above 1. That of a prime is the prime itself.
pub fn cpu_intensive_work(&number: &u64) -> (u64, u64) {
    (number, (2..=number.isqrt()).find(|divisor| number % divisor == 0).unwrap_or(number))
}

/// Writes a number as a product. Panics for 0, which has no divisor.
pub fn finalize_result((number, divisor): (u64, u64)) -> String {
    format!("{number} = {divisor} * {}", number / divisor)
}

/// Looks for divisors on all cores. One thread writes the products and calls `output` with each, in the
/// order of the input. The input may have no end.
///
/// # Panics
/// If a number is 0, or if `input` or `output` panics. Until then, `output` has been called with the
/// first results, without a gap.
pub fn ordered_pipeline(input: impl IntoIterator<Item = u64>, output: impl FnMut(String) + Send) {
    let mut input = input.into_iter();
    let (tx, rx) = channel::bounded::<Vec<_>>(1);
    thread::scope(|s| {
        let consumer =
            s.spawn(move || rx.into_iter().flatten().map(finalize_result).for_each(output));
        loop {
            // New: a block, which `collect` puts into the order of its numbers.
            let block: Vec<_> = input.by_ref().take(BLOCK).collect();
            let results = block.par_iter().map(cpu_intensive_work).collect();
            // New: this thread waits for a place, and no worker does.
            if block.is_empty() || tx.send(results).is_err() {
                break;
            }
        }
        drop(tx);
        consumer.join().unwrap_or_else(|panic| resume_unwind(panic));
    });
}

pub fn main() {
    let numbers = [600_851_475_143, 2_026, 87_178_291_199, 999_999_000_001, 65_536, 1_234_567_890];
    ordered_pipeline(numbers, |result| println!("{result}"));
}
