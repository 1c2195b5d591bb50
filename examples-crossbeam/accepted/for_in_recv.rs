//! The receiver itself is what a loop walks through, to the end of the channel.
//!
//! Paste: `cargo add crossbeam`

use crossbeam::channel;

fn main() {
    let (sender, receiver) = channel::unbounded();
    for order in ["tea", "bread", "milk"] {
        sender.send(order).expect("the receiver is alive");
    }
    drop(sender);
    for order in receiver {
        println!("serving {order}");
    }
}
