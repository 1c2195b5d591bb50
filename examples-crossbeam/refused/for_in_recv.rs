//! Only a warning: `recv` returns one `Result`, so the loop runs once.
//!
//! Goes wrong: the program compiles, runs, and serves the first of three orders.
//! Paste: `cargo add crossbeam`

use crossbeam::channel;

fn main() {
    let (sender, receiver) = channel::unbounded();
    for order in ["tea", "bread", "milk"] {
        sender.send(order).expect("the receiver is alive");
    }
    drop(sender);
    //~ warning
    for order in receiver.recv() {
        println!("serving {order}");
    }
}
