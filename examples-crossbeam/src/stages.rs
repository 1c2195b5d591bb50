//! Three stages, the middle one with several workers; closing the first channel ends all.
//!
//! Article B recommends Crossbeam for “pipeline architectures with multiple processing stages”.
//! New after `bounded_pipeline`: receivers can be cloned too (std's can't), so three pricers share
//! one queue. Results overtake each other, so each carries the number of its order.
//!
//! Run: `cargo run -p examples-crossbeam -- stages`
//! Paste: `cargo add anyhow crossbeam`

use std::io;
use std::thread;

use anyhow::Context;
use crossbeam::channel;

const PLACES: usize = 2; // between stages; few, so that a slow stage holds back the one before it

/// What came out of the pipeline.
pub struct Report {
    /// A price or a complaint for each order, in the order of the input.
    pub prices: Vec<Result<u64, String>>,
    /// The stages, and each worker of the middle one, in the order in which they ended.
    pub ended: Vec<&'static str>,
}

/// Returns the price in cents of an order such as `bread 2 310`: two at 310 cents.
///
/// # Errors
/// A sentence, if the order does not have this form or its price does not fit into a `u64`.
pub fn price(order: &str) -> Result<u64, String> {
    let fields: Vec<_> = order.split_whitespace().collect();
    let numbers = match fields[..] {
        [_, quantity, cents] => quantity.parse::<u64>().ok().zip(cents.parse::<u64>().ok()),
        _ => None,
    };
    let (quantity, cents) =
        numbers.ok_or_else(|| format!("`{order}` is not ITEM QUANTITY CENTS"))?;
    quantity.checked_mul(cents).ok_or_else(|| format!("`{order}` is too expensive to count"))
}

/// Reads the orders in one thread, prices them in `workers` threads, and files them in this one.
///
/// # Errors
/// If the system can't start a thread.
///
/// # Panics
/// If `workers` is 0: then nothing would price the orders.
pub fn price_all(orders: &[&str], workers: usize) -> io::Result<Report> {
    assert!(workers > 0, "the middle stage needs a worker");
    let (lines, inbox) = channel::bounded(PLACES);
    let (priced, outbox) = channel::bounded(PLACES);
    let (ended, ends) = channel::unbounded();
    let end = |stage| ended.send(stage).expect("`ends` lives as long as this function");
    let end = &end; // The stages borrow it: scoped threads may.

    // `move`: if `?` leaves the scope early, all channels close, and the stages that run end.
    let mut filed = thread::scope(move |s| {
        let read = move || {
            for numbered in orders.iter().enumerate() {
                if lines.send(numbered).is_err() {
                    break; // No pricer is left.
                }
            }
            end("reader");
            drop(lines); // The first channel closes. All that follows comes from this line.
        };
        // Not `s.spawn`: it panics if the system has no thread left.
        thread::Builder::new().spawn_scoped(s, read)?;
        for _ in 0..workers {
            let (inbox, priced) = (inbox.clone(), priced.clone());
            let price = move || {
                // The loop ends when `inbox` is closed *and* empty: nothing is lost.
                for (number, order) in inbox {
                    if priced.send((number, price(order))).is_err() {
                        break;
                    }
                }
                end("pricer");
            }; // The last pricer's `priced` closes the second channel.
            thread::Builder::new().spawn_scoped(s, price)?;
        }
        // While this `priced` is alive, the next line waits forever. While this `inbox` is alive,
        // the reader does not notice that all pricers have panicked.
        drop((inbox, priced));
        let filed: Vec<_> = outbox.iter().collect();
        end("filer");
        io::Result::Ok(filed)
    })?;
    // They arrived in any order; the number puts each back in its place.
    filed.sort_by_key(|(number, _)| *number);
    let prices = filed.into_iter().map(|(_, price)| price).collect();
    Ok(Report { prices, ended: ends.try_iter().collect() })
}

pub fn main() -> anyhow::Result<()> {
    let orders =
        ["bread 2 310", "tea 1 450", "milk 6 95", "butter two 280", "salt 3 60", "jam 1 399"];
    let report = price_all(&orders, 3).context("can't start a thread for each stage")?;
    for (order, price) in orders.iter().zip(&report.prices) {
        match price {
            Ok(cents) => println!("{order}: {cents} cents"),
            Err(complaint) => println!("{order}: refused, {complaint}"),
        }
    }
    println!("ended: {}", report.ended.join(", "));
    Ok(())
}
