//! A text of digits becomes a number before it is sent.
//!
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

fn main() {
    let (sender, receiver) = channel::unbounded::<u32>();
    let till = thread::spawn(move || receiver.iter().sum::<u32>());

    sender.send(250).expect("the till takes every price");
    sender.send("120".parse().expect("a number")).expect("the till takes every price");
    drop(sender);

    println!("{} cents", till.join().expect("the till does not panic"));
}
