//! A sender sends a text into a channel of numbers.
//!
//! Would go wrong: the receiver would add up the bytes of a text as if they were a number.
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

fn main() {
    let (sender, receiver) = channel::unbounded::<u32>();
    let till = thread::spawn(move || receiver.iter().sum::<u32>());

    sender.send(250).expect("the till takes every price");
    //~ error[E0308]: mismatched types
    sender.send("120").expect("the till takes every price");
    drop(sender);

    println!("{} cents", till.join().expect("the till does not panic"));
}
