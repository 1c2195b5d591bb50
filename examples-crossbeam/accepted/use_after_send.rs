//! A sent value is given away: change it before, or send a clone.
//!
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

fn main() {
    let (sender, receiver) = channel::unbounded::<Vec<&str>>();
    let kitchen = thread::spawn(move || {
        let order = receiver.recv().expect("one order comes");
        println!("cooking {}", order.join(" and "));
    });

    let mut order = vec!["soup"];
    order.push("bread");
    sender.send(order).expect("the kitchen takes one order");

    kitchen.join().expect("the kitchen does not panic");
}
