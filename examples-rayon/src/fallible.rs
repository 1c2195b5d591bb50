//! Operations that can fail: one error, the first error, or all of them.
//!
//! Article B, "Rayon": the items are doubled in parallel, and each of them can fail.
//!
//! Run: `cargo run -p examples-rayon -- fallible`
//! Paste: `cargo add anyhow rayon`

use anyhow::{Context, Result};
use rayon::iter::Either;
use rayon::prelude::*;

/// Returns twice the item, or an error if the result does not fit into a `u64`.
pub fn expensive_operation(item: &u64) -> Result<u64> {
    item.checked_mul(2).with_context(|| format!("item {item} is too large to be doubled"))
}

/// Returns each item doubled, in input order.
///
/// # Errors
/// If an operation fails. If several fail, the error is that of *any* of them: the workers race.
pub fn parallel_computation(items: &[u64]) -> Result<Vec<u64>> {
    // The fastest way to fail: workers that notice the error skip the rest of their items.
    items.par_iter().map(expensive_operation).collect()
}

/// Returns each item doubled, in input order.
///
/// # Errors
/// If an operation fails: the first error in input order, as from a sequential loop.
pub fn first_error(items: &[u64]) -> Result<Vec<u64>> {
    // The price: every operation runs to its end, even after an error.
    let results: Vec<Result<u64>> = items.par_iter().map(expensive_operation).collect();
    results.into_iter().collect() // a std iterator: it stops at the first `Err`
}

/// Returns what succeeded and what failed, each in input order.
pub fn every_error(items: &[u64]) -> (Vec<u64>, Vec<anyhow::Error>) {
    items.par_iter().map(expensive_operation).partition_map(|result| match result {
        Ok(doubled) => Either::Left(doubled),
        Err(error) => Either::Right(error),
    })
}

pub fn main() -> Result<()> {
    println!("all succeed: {:?}", parallel_computation(&[3, 5, 8])?);

    let items = [3, u64::MAX, 5, u64::MAX - 1, 8];
    if let Err(error) = parallel_computation(&items) {
        println!("one of the errors: {error}");
    }
    if let Err(error) = first_error(&items) {
        println!("the first error: {error}");
    }
    let (doubled, errors) = every_error(&items);
    println!("all that succeeded: {doubled:?}");
    for error in errors {
        println!("each error: {error}");
    }
    Ok(())
}
