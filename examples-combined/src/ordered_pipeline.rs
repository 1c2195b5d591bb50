//! The same pipeline in the order of its input, however long that is, in bounded memory.
//!
//! Article B, "Combining Approaches", does not say in which order its results come. New against
//! `hybrid_pipeline`: the channel carries blocks of results and not single ones. Within a block
//! Rayon keeps the order, and the blocks go one after the other. Input and output are streams.
//!
//! Run: `cargo run -p examples-combined -- ordered_pipeline`
//! Paste: `cargo add anyhow crossbeam rayon`

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Result, bail};
use crossbeam::channel;
use rayon::prelude::*;

/// How many numbers are computed together. The larger the block, the less its end costs, where
/// workers wait for the slowest number, and the more memory is taken.
pub const BLOCK: usize = 100;

/// At most so many numbers have been taken from the input and are not yet all in the output: a
/// block that is computed, one that waits in the channel, and one that goes out.
pub const IN_BETWEEN: usize = 3 * BLOCK;

pub type RawData = u64;
pub type ProcessedData = (RawData, Vec<u64>);
pub type FinalResult = String;

/// Splits a number into its prime factors, the smallest first.
///
/// # Panics
/// If it has none, being 0 or 1.
pub fn cpu_intensive_work(data: &RawData) -> ProcessedData {
    assert!(*data > 1, "{data} has no prime factors");
    let (mut rest, mut factors, mut divisor) = (*data, Vec::new(), 2);
    while divisor <= rest / divisor {
        if rest % divisor == 0 {
            factors.push(divisor);
            rest /= divisor;
        } else {
            divisor += 1;
        }
    }
    factors.push(rest);
    (*data, factors)
}

/// Puts it into words, such as `12 = 2 * 2 * 3`.
pub fn finalize_result((number, factors): ProcessedData) -> FinalResult {
    let factors: Vec<_> = factors.iter().map(u64::to_string).collect();
    format!("{number} = {}", factors.join(" * "))
}

/// Splits the numbers into factors, on all cores, and puts them into words, in one thread, which
/// hands them to `output` in the order of the input. The input may have no end.
///
/// # Errors
/// If a number has no prime factors, or if `input` or `output` panics. What was put out by then is
/// the beginning of the results, without a gap.
pub fn ordered_pipeline(
    input: impl IntoIterator<Item = RawData>,
    mut output: impl FnMut(FinalResult) + Send,
) -> Result<()> {
    let mut input = input.into_iter();
    let (tx, rx) = channel::bounded::<Vec<ProcessedData>>(1);
    thread::scope(|s| {
        let consumer =
            s.spawn(move || rx.into_iter().flatten().map(finalize_result).for_each(&mut output));
        let produced = panic::catch_unwind(AssertUnwindSafe(|| {
            loop {
                let block: Vec<_> = input.by_ref().take(BLOCK).collect();
                if block.is_empty() {
                    break;
                }
                // `collect` puts each result into its number's place, as in the Rayon section.
                let processed = block.par_iter().panic_fuse().map(cpu_intensive_work).collect();
                // Waits while the block before waits. So the output's pace is the input's as well.
                if tx.send(processed).is_err() {
                    break; // The consumer is gone.
                }
            }
        }));
        drop(tx);
        match (produced, consumer.join()) {
            (Err(panic), _) => bail!("reading or computing panicked: {}", text(&*panic)),
            (_, Err(panic)) => bail!("the finishing stage panicked: {}", text(&*panic)),
            (Ok(()), Ok(())) => Ok(()),
        }
    })
}

/// What `panic!` was given.
fn text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref().copied()).unwrap_or("(no text)")
}

pub fn main() -> Result<()> {
    let numbers = [600_851_475_143, 2_026, 87_178_291_199, 999_999_000_001, 65_536, 1_234_567_890];
    ordered_pipeline(numbers, |result| println!("{result}"))?;

    let taken = AtomicUsize::new(0);
    let (mut put, mut most) = (0, 0);
    let numbers = (2..=20_001).inspect(|_| _ = taken.fetch_add(1, Ordering::Relaxed));
    ordered_pipeline(numbers, |_| {
        most = most.max(taken.load(Ordering::Relaxed) - put);
        put += 1;
    })?;
    let bounded = most <= IN_BETWEEN;
    println!("{put} numbers, never more than {IN_BETWEEN} of them in between: {bounded}");
    Ok(())
}
