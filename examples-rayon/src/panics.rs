//! Where a job's panic goes: to whoever waits for it; from `spawn`, to the handler.
//!
//! Not in the articles. An iterator, `join`, `scope` and `install` wait for their jobs and panic in their
//! place. Nobody waits for a job of `spawn`: without a handler, its panic ends the whole program.
//!
//! Run: `cargo run -p examples-rayon -- panics`
//! Paste: `cargo add rayon`

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Returns the price in cents.
///
/// # Panics
/// If it is no number. That bad input panics serves the lesson only: see `fallible`.
pub fn cents(price: &str) -> u32 {
    price.parse().unwrap_or_else(|_| panic!("no price: {price}"))
}

/// Returns the text of a panic that was made with a message.
pub fn text(payload: Box<dyn Any + Send>) -> String {
    payload.downcast().map_or_else(|_| "no text".to_string(), |text| *text)
}

/// Does a job, and returns the text of its panic as an `Err`.
pub fn caught<T>(job: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(job)).map_err(text) // These jobs leave nothing half changed.
}

/// Starts a pool whose handler sends the texts of the panics that it sees.
///
/// # Errors
/// If the system starts no more threads.
pub fn pool_with_handler() -> Result<(ThreadPool, Receiver<String>), ThreadPoolBuildError> {
    let (seen, panics) = mpsc::channel();
    // It runs on the worker. If the handler itself panics, the program ends.
    let handler = move |payload| seen.send(text(payload)).unwrap_or_default(); // Nobody listens any more.
    Ok((ThreadPoolBuilder::new().num_threads(2).panic_handler(handler).build()?, panics))
}

pub fn main() -> Result<(), ThreadPoolBuildError> {
    let (pool, panics) = pool_with_handler()?;

    let prices = ["120", "free"];
    let sum = || prices.par_iter().map(|price| cents(price)).sum::<u32>();
    println!("an iterator panics in its caller: {:?}", caught(|| pool.install(sum)));
    println!("so does `join`: {:?}", caught(|| pool.join(|| cents("250"), || cents("gift"))));
    println!("the handler has seen: {:?}", panics.try_iter().collect::<Vec<_>>());

    pool.spawn(|| _ = cents("soon"));
    println!("a job of `spawn` panics: the handler has seen {:?}", panics.recv());
    println!("the pool still works: {:?}", pool.install(|| cents("80")));
    Ok(())
}
