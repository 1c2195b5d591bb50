//! A producer and a consumer with 100 places between them: the faster one waits.
//!
//! Article B, "Crossbeam": a thousand results go through a bounded channel between two scoped
//! threads. New after `fan_in`: the bound, and with it backpressure. When all places are taken,
//! `send` waits, so memory stays the same however slow the consumer is.
//!
//! Run: `cargo run -p examples-crossbeam -- bounded_pipeline`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel::{self, TrySendError};

type ComputeResult = u64;

/// What the consumer saw.
#[derive(Debug, Default)]
pub struct Report {
    /// How many results were queued when the channel first refused one; `None` if it never did.
    pub full_at: Option<usize>,
    /// The longest queue, as seen before each receive.
    pub longest_queue: usize,
    /// How many results were processed.
    pub processed: u32,
    /// Their sum. In 128 bits: `u32::MAX` squares do not fit into 64.
    pub total: u128,
}

/// Returns the square of `i`, which always fits.
pub fn expensive_computation(i: u32) -> ComputeResult {
    ComputeResult::from(i) * ComputeResult::from(i)
}

/// Adds one result to the report.
pub fn process_result(report: &mut Report, result: ComputeResult) {
    report.processed += 1;
    report.total += u128::from(result);
}

/// Computes `items` results in one thread and processes them in another, in the same order, with at
/// most `places` of them waiting in between.
///
/// # Panics
/// If memory can't hold `places` results.
pub fn producer_consumer_pipeline(items: u32, places: usize) -> Report {
    let (tx, rx) = channel::bounded(places);
    let (brim, at_the_brim) = channel::bounded(0); // no places: both threads meet there

    thread::scope(|s| {
        s.spawn(move || {
            let mut results = (0..items).map(expensive_computation);
            // `try_send` does not wait: when the channel is full, it hands the result back. Nobody
            // receives yet, so this goes on until every place is taken.
            let refused = results.by_ref().find_map(|result| tx.try_send(result).err());
            let full_at = refused.as_ref().map(|_| tx.len());
            if brim.send(full_at).is_err() {
                return; // The consumer is gone.
            }
            for result in refused.map(TrySendError::into_inner).into_iter().chain(results) {
                // Here the producer waits for a free place. The article unwraps: then a panic in
                // the consumer would make the producer panic too.
                if tx.send(result).is_err() {
                    return;
                }
            }
        }); // `tx` is dropped here, and that ends the consumer's loop.

        let consumer = s.spawn(move || {
            let full_at = at_the_brim.recv().unwrap_or_default();
            let mut report = Report { full_at, ..Report::default() };
            loop {
                report.longest_queue = report.longest_queue.max(rx.len());
                let Ok(result) = rx.recv() else { break report };
                process_result(&mut report, result);
            }
        });
        consumer.join().expect("neither counting nor adding can panic")
    })
}

pub fn main() {
    let report = producer_consumer_pipeline(1000, 100);
    if let Some(places) = report.full_at {
        println!("with {places} results queued, try_send said: full");
    }
    println!("the longest queue that the consumer saw: {}", report.longest_queue);
    println!("{} results processed, sum {}", report.processed, report.total);
}
