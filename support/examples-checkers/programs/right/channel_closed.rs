//! Each worker has a sender, and `main` keeps none: the loop over the results ends.
//!
//! From: the documentation of `std::sync::mpsc`, <https://doc.rust-lang.org/std/sync/mpsc/>

use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (sender, results) = mpsc::channel();
    for number in [1, 2] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number * 10).unwrap());
    }
    drop(sender);
    let mut sum = 0;
    while let Ok(result) = results.recv() {
        sum += result;
    }
    assert_eq!(sum, 30);
}
