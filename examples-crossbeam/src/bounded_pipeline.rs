//! A producer and a consumer with 100 places between them: the faster one waits.
//!
//! Article B, "Crossbeam". New after `fan_in`: the bound, and with it backpressure. When all places
//! are taken, `send` waits, so memory stays the same however slow the consumer is.
//!
//! Run: `cargo run -p examples-crossbeam -- bounded_pipeline`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

type ComputeResult = u64;

/// How many results were processed, their sum (many squares do not fit into 64 bits), and the longest
/// queue that the consumer saw.
#[derive(Debug, Default)]
pub struct Report {
    pub processed: u32,
    pub total: u128,
    pub longest_queue: usize,
}

/// Returns the square of `i`, which always fits.
pub fn expensive_computation(i: u32) -> ComputeResult {
    ComputeResult::from(i).pow(2)
}

/// Adds one result to the report.
pub fn process_result(report: &mut Report, result: ComputeResult) {
    report.processed += 1;
    report.total += u128::from(result);
}

/// Computes `items` results in one thread and processes them in another, in the same order, with at
/// most `places` of them waiting in between.
pub fn producer_consumer_pipeline(items: u32, places: usize) -> Report {
    let (tx, rx) = channel::bounded(places);
    thread::scope(|s| {
        s.spawn(move || {
            for i in 0..items {
                // Waits for a free place. Not `unwrap`: a panic of the consumer would be one here, too.
                if tx.send(expensive_computation(i)).is_err() {
                    return; // The consumer is gone.
                }
            }
        }); // `tx` is dropped here, and that ends the consumer's loop.

        let consumer = s.spawn(move || {
            let mut report = Report::default();
            loop {
                report.longest_queue = report.longest_queue.max(rx.len());
                let Ok(result) = rx.recv() else { return report };
                process_result(&mut report, result);
            }
        });
        consumer.join().expect("neither counting nor adding can panic")
    })
}

pub fn main() {
    let report = producer_consumer_pipeline(1000, 100);
    println!("{} results processed, sum {}", report.processed, report.total);
    println!("never more than 100 in the queue: {}", report.longest_queue <= 100);
}
