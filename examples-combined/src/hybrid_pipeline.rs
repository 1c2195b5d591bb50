//! Rayon computes, a bounded channel carries, one thread finishes: in the order of completion.
//!
//! Article B, "Combining Approaches": all cores split numbers into prime factors, while one thread
//! puts what is done into words. New against the article: each result tells what it is the result
//! of; a stage that panics ends the pipeline with an error; and Rayon is called by the calling
//! thread and not by one more, which `pipeline_inside_rayon` shows the reason for.
//!
//! Run: `cargo run -p examples-combined -- hybrid_pipeline`
//! Paste: `cargo add anyhow crossbeam rayon`

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use anyhow::{Result, bail};
use crossbeam::channel;
use rayon::prelude::*;

/// How many processed items may wait for the last stage.
pub const PLACES: usize = 100;

pub type RawData = u64;
/// A number and its prime factors. Without the number nobody could tell whose factors these are.
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

/// Splits the numbers into factors, on all cores, and puts them into words, in one thread.
/// The results are in the order in which the factors were found; it may be another in each run.
///
/// # Errors
/// If a number has no prime factors.
pub fn hybrid_pipeline(input: &[RawData]) -> Result<Vec<FinalResult>> {
    pipeline(input, cpu_intensive_work, finalize_result)
}

/// The same for any two stages. `finalize` must not wait for Rayon's workers, for these wait for it:
/// for a place in the channel and, if the caller is one of them, for the end.
///
/// # Errors
/// If a stage panics. Then the other one stops as well, and all results are lost.
pub fn pipeline<I: Sync, P: Send, R: Send>(
    input: &[I],
    process: impl Fn(&I) -> P + Sync,
    finalize: impl Fn(P) -> R + Send,
) -> Result<Vec<R>> {
    let (tx, rx) = channel::bounded(PLACES);
    thread::scope(|s| {
        // If `finalize` panics, `rx` is dropped, and each `send` from then on is an `Err`.
        let consumer = s.spawn(move || rx.into_iter().map(finalize).collect());
        // A panic must not get past this point with `tx` alive: the consumer would wait for ever
        // for more, and the scope for the consumer. Nothing half-done is looked at afterwards, so
        // `AssertUnwindSafe` asserts no more than is true.
        let produced = panic::catch_unwind(AssertUnwindSafe(|| {
            let items = input.par_iter().panic_fuse(); // After a panic, Rayon leaves the rest alone.
            items.try_for_each(|item| tx.send(process(item))) // and after an `Err` too
        }));
        drop(tx); // Signals the end to the consumer.
        match (produced, consumer.join()) {
            (Err(panic), _) => bail!("the computing stage panicked: {}", text(&*panic)),
            (_, Err(panic)) => bail!("the finishing stage panicked: {}", text(&*panic)),
            (Ok(_), Ok(results)) => Ok(results),
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
    for result in hybrid_pipeline(&numbers)? {
        println!("{result}");
    }
    match hybrid_pipeline(&[12, 0, 18]) {
        Ok(results) => bail!("0 was split into factors: {results:?}"),
        Err(error) => println!("with a 0 among them: {error}"),
    }
    Ok(())
}
