//! The same pipeline in the order of its input, however long that is, in bounded memory.
//!
//! Article B, "Combining Approaches", does not say in which order its results come. New against
//! `hybrid_pipeline`: the channel carries blocks of results. Rayon keeps the order within a block, and
//! the channel keeps the order of the blocks. Only the calling thread waits for a place.
//!
//! Run: `cargo run -p examples-combined -- ordered_pipeline`
//! Paste: `cargo add anyhow crossbeam rayon`

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use anyhow::{Result, anyhow, ensure};
use crossbeam::channel;
use rayon::prelude::*;

/// How many numbers are computed together. At the end of a block, workers wait for the slowest number.
/// Larger blocks make that rarer, and take more memory.
pub const BLOCK: usize = 100;
/// How many numbers can be between input and output: a block that is computed, one that waits in the
/// channel, and one that goes out.
pub const IN_BETWEEN: usize = 3 * BLOCK;

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

/// Looks for divisors on all cores. One thread puts the results into words and calls `output` with each,
/// in the order of the input. The input may have no end.
///
/// # Errors
/// If a number is 0 or 1, or if `input` or `output` panics. Until then, `output` has been called with the
/// first results, without a gap.
pub fn ordered_pipeline(
    input: impl IntoIterator<Item = RawData>,
    output: impl FnMut(FinalResult) + Send,
) -> Result<()> {
    let mut input = input.into_iter();
    let (tx, rx) = channel::bounded::<Vec<ProcessedData>>(1);
    thread::scope(|s| {
        let consumer =
            s.spawn(move || rx.into_iter().flatten().map(finalize_result).for_each(output));
        let produced = catch_unwind(AssertUnwindSafe(|| {
            loop {
                // New: a block, which `collect` puts into the order of its numbers.
                let block: Vec<_> = input.by_ref().take(BLOCK).collect();
                let results = block.par_iter().panic_fuse().map(cpu_intensive_work).collect();
                // New: this thread waits for a place, and no worker does.
                if block.is_empty() || tx.send(results).is_err() {
                    break;
                }
            }
        }));
        drop(tx);
        let finished = consumer.join();
        ensure!(produced.is_ok(), "reading or computing panicked");
        finished.map_err(|_| anyhow!("the finishing stage panicked"))
    })
}

pub fn main() -> Result<()> {
    let numbers = [600_851_475_143, 2_026, 87_178_291_199, 999_999_000_001, 65_536, 1_234_567_890];
    ordered_pipeline(numbers, |result| println!("{result}"))
}
