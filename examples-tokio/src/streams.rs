//! A stream runs any number of futures that borrow, a few at a time, in a single task.
//!
//! Beyond the articles: `join!` needs a number of futures that is known beforehand, and `spawn`
//! refuses futures that borrow. `buffer_unordered` needs neither the number nor a task for each.
//!
//! Run: `cargo run -p examples-tokio -- streams`
//! Paste: `cargo add tokio --features macros,rt,sync && cargo add futures-util`

use std::cell::Cell;

use futures_util::stream::{self, StreamExt};
use tokio::sync::Notify;

/// Asks all suppliers for their prices, at most `at_once` at the same time. Returns their names in
/// the order in which they answer, and how many were asked at the same time at most.
///
/// Never returns if the bakery is before the mill and `at_once` is 1.
pub async fn ask_all<'a>(suppliers: &[&'a str], at_once: usize) -> (Vec<&'a str>, usize) {
    let (asking, most) = (Cell::new(0), Cell::new(0));
    let flour_has_a_price = Notify::new();
    let answers = stream::iter(suppliers)
        // The futures borrow these locals without `Arc`: they run in this task and end before it.
        .map(|supplier| ask(supplier, &asking, &most, &flour_has_a_price))
        // Starts the next future when one is done. `buffered` would return the answers in the order
        // of the suppliers, but its places also hold answers that wait for their turn.
        .buffer_unordered(at_once)
        .collect()
        .await;
    (answers, most.get())
}

async fn ask<'a>(
    supplier: &'a str,
    asking: &Cell<usize>,
    most: &Cell<usize>,
    flour_has_a_price: &Notify,
) -> &'a str {
    asking.set(asking.get() + 1);
    most.set(most.get().max(asking.get()));
    match supplier {
        "bakery" => flour_has_a_price.notified().await, // It buys its flour from the mill.
        "mill" => flour_has_a_price.notify_one(),
        _ => {}
    }
    asking.set(asking.get() - 1);
    supplier
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let suppliers = ["bakery", "dairy", "orchard", "mill"];
    let at_once = 2;
    println!("asked, at most {at_once} at a time: {}", suppliers.join(", "));
    let (answers, most) = ask_all(&suppliers, at_once).await;
    println!("they answered in this order: {}", answers.join(", "));
    println!("most that were asked at the same time: {most}");
}
