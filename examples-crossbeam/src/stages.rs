//! Three stages, the middle one with several workers; closing the first channel ends all.
//!
//! Article B recommends Crossbeam for “pipeline architectures with multiple processing stages”.
//! New after `bounded_pipeline`: receivers can be cloned too (std's can't), so three pricers share
//! one queue. Results overtake each other, so each carries the number of its order.
//!
//! Run: `cargo run -p examples-crossbeam -- stages`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

const PLACES: usize = 2; // between stages; few, so that a slow stage holds back the one before it

/// Returns the price in cents of an order such as `bread 2 310`, two at 310 cents. `None` if it does
/// not have this form, or costs too much to count.
pub fn price(order: &str) -> Option<u64> {
    let [_, quantity, cents] = order.split_whitespace().collect::<Vec<_>>()[..] else {
        return None;
    };
    quantity.parse::<u64>().ok()?.checked_mul(cents.parse().ok()?)
}

/// Reads the orders in one thread, prices them in `workers` threads, and files them in this one.
/// Returns the prices in the order of the input.
pub fn price_all(orders: &[&str], workers: usize) -> Vec<Option<u64>> {
    assert!(workers > 0, "the middle stage needs a worker");
    let (lines, inbox) = channel::bounded(PLACES);
    let (priced, outbox) = channel::bounded(PLACES);
    // `move`: if the system refuses a thread, the panic closes all channels, and no stage waits.
    thread::scope(move |s| {
        s.spawn(move || {
            for numbered in orders.iter().enumerate() {
                if lines.send(numbered).is_err() {
                    return; // No pricer is left.
                }
            }
        }); // `lines` is dropped: the first channel closes. All that follows comes from this.
        for _ in 0..workers {
            let (inbox, priced) = (inbox.clone(), priced.clone());
            s.spawn(move || {
                // The loop ends when `inbox` is closed *and* empty: nothing is lost.
                for (number, order) in inbox {
                    if priced.send((number, price(order))).is_err() {
                        return;
                    }
                }
            }); // The last pricer's `priced` closes the second channel.
        }
        // While this `priced` is alive, the next line waits forever. While this `inbox` is alive,
        // the reader does not notice that all pricers have panicked.
        drop((inbox, priced));
        let mut filed: Vec<_> = outbox.iter().collect();
        // They arrived in any order; the number puts each back in its place.
        filed.sort_by_key(|(number, _)| *number);
        filed.into_iter().map(|(_, price)| price).collect()
    })
}

pub fn main() {
    let orders =
        ["bread 2 310", "tea 1 450", "milk 6 95", "butter two 280", "salt 3 60", "jam 1 399"];
    for (order, price) in orders.iter().zip(price_all(&orders, 3)) {
        match price {
            Some(cents) => println!("{order}: {cents} cents"),
            None => println!("{order}: refused, it is not ITEM QUANTITY CENTS"),
        }
    }
}
