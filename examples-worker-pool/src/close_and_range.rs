//! The end of a channel: Go closes it, in Rust the last sender is dropped.
//!
//! Article A closes `jobs` in `main`, and `results` in a goroutine that waits for all workers. In Rust
//! nobody has to know who is last. `go/close_and_range.go` prints the same.
//!
//! Run: `cargo run -p examples-worker-pool -- close_and_range`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

/// Returns the sum of what two producers send: 1 to 100 and 101 to 200.
pub fn sum_of_two_producers() -> u64 {
    let (sender, numbers) = channel::bounded(10);
    // `move`: if the system refuses a thread, the panic drops the receiver, and no producer waits.
    thread::scope(move |s| {
        for producer in [1..=100, 101..=200] {
            let sender = sender.clone();
            s.spawn(move || {
                for number in producer {
                    if sender.send(number).is_err() {
                        return; // Nobody wants numbers any more.
                    }
                }
            }); // Each drops its own sender, and the later one ends the channel.
        }
        drop(sender); // The one that was cloned counts as well.
        numbers.iter().sum()
    })
}

pub fn main() {
    // The receiver still gets what was sent before the end.
    let (sender, orders) = channel::bounded(3);
    for order in ["tea", "bread", "milk"] {
        sender.send(order).expect("the receiver is alive");
    }
    drop(sender); // Go: `close(orders)`. `sender` is gone, so a later send does not compile.
    println!("{} orders wait in the closed channel", orders.len());
    for order in &orders {
        println!("order: {order}"); // Go: `for order := range orders`
    }
    // Go returns the zero value and `false`. Rust has no value to return.
    println!("one more? {}", orders.recv().is_ok());

    println!("two producers sent {} in all", sum_of_two_producers());
}
