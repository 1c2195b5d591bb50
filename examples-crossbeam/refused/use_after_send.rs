//! The sender changes an order after it has sent it.
//!
//! Would go wrong: the receiver could read the list, or free it, while it grows here.
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
    sender.send(order).expect("the kitchen takes one order");
    //~ error[E0382]: borrow of moved value: `order`
    order.push("bread");

    kitchen.join().expect("the kitchen does not panic");
}
