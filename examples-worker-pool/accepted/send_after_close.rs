//! The twin: a channel is closed after the last send.
//!
//! Paste: `cargo add crossbeam`

use crossbeam::channel;

fn main() {
    let (sender, orders) = channel::unbounded();
    sender.send("tea").expect("the receiver is alive");
    sender.send("bread").expect("the receiver is alive");
    drop(sender); // after the last send
    println!("{:?}", orders.iter().collect::<Vec<_>>());
}
