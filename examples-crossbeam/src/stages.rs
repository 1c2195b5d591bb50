//! Three stages, the middle one with several workers, ended by closing the first channel.
//!
//! Article B recommends Crossbeam for "pipeline architectures with multiple processing stages".
//! New against `bounded_pipeline`: receivers are cloned too (std's cannot be), so three pricers
//! share one queue; and results overtake each other, so each carries the number of its order.
//!
//! Run: `cargo run -p examples-crossbeam -- stages`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

const PLACES: usize = 2; // between stages; few, so that a slow stage holds back the one before it

/// What came out of the pipeline.
pub struct Report {
    /// The price or the complaint, one for each order, in the order of the input.
    pub prices: Vec<Result<u64, String>>,
    /// The stages, and each worker of the middle one, in the order in which they ended.
    pub ended: Vec<&'static str>,
}

/// The price in cents of an order such as `bread 2 310`: two at 310 cents.
///
/// # Errors
/// A sentence, if the order is not of that form, or too dear to count.
pub fn price(order: &str) -> Result<u64, String> {
    let fields: Vec<_> = order.split_whitespace().collect();
    let numbers = match fields[..] {
        [_, quantity, cents] => quantity.parse::<u64>().ok().zip(cents.parse::<u64>().ok()),
        _ => None,
    };
    let (quantity, cents) =
        numbers.ok_or_else(|| format!("`{order}` is not ITEM QUANTITY CENTS"))?;
    quantity.checked_mul(cents).ok_or_else(|| format!("`{order}` is too dear to count"))
}

/// Reads the orders in one thread, prices them in `workers` threads, and files them in this one.
///
/// # Panics
/// If `workers` is 0: there would be nobody to price anything.
pub fn price_all(orders: &[&str], workers: usize) -> Report {
    assert!(workers > 0, "the middle stage needs a worker");
    let (lines, inbox) = channel::bounded(PLACES);
    let (priced, outbox) = channel::bounded(PLACES);
    let (ended, ends) = channel::unbounded();
    let end = |stage| ended.send(stage).expect("`ends` lives as long as this function");
    let end = &end; // The stages borrow it: scoped threads may.

    let mut filed = thread::scope(|s| {
        s.spawn(move || {
            for numbered in orders.iter().enumerate() {
                if lines.send(numbered).is_err() {
                    break; // No pricer is left.
                }
            }
            end("reader");
            drop(lines); // The front closes. All that follows comes from this line.
        });
        for _ in 0..workers {
            let (inbox, priced) = (inbox.clone(), priced.clone());
            s.spawn(move || {
                // The loop ends when `inbox` is closed *and* empty: nothing is lost.
                for (number, order) in inbox {
                    if priced.send((number, price(order))).is_err() {
                        break;
                    }
                }
                end("pricer");
            }); // The last pricer's `priced` closes the next channel.
        }
        // This thread made the originals and must let go of them: with `priced` alive, the loop
        // below would never end; with `inbox` alive, the reader would not notice that all pricers
        // have panicked, and wait for a place for ever.
        drop((inbox, priced));

        let filed: Vec<_> = outbox.iter().collect();
        end("filer");
        filed
    });
    // They arrived in any order; the number puts each back in its place.
    filed.sort_by_key(|(number, _)| *number);
    Report {
        prices: filed.into_iter().map(|(_, price)| price).collect(),
        ended: ends.try_iter().collect(),
    }
}

pub fn main() {
    let orders =
        ["bread 2 310", "tea 1 450", "milk 6 95", "butter two 280", "salt 3 60", "jam 1 399"];
    let report = price_all(&orders, 3);
    for (order, price) in orders.iter().zip(&report.prices) {
        match price {
            Ok(cents) => println!("{order}: {cents} cents"),
            Err(complaint) => println!("{order}: refused, {complaint}"),
        }
    }
    println!("ended: {}", report.ended.join(", "));
}
