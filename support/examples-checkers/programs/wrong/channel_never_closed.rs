//! Each worker has a clone of the sender, and `main` keeps the first one: its loop over the results never ends.
//!
//! From: the documentation of `std::sync::mpsc`, <https://doc.rust-lang.org/std/sync/mpsc/>; Tu and others, Understanding
//! Real-World Concurrency Bugs in Go, ASPLOS 2019
//! Fails: deadlock

use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (sender, results) = mpsc::channel();
    for number in [1, 2] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(number * 10).unwrap());
    }
    let mut sum = 0;
    while let Ok(result) = results.recv() {
        sum += result;
    }
    assert_eq!(sum, 30);
    drop(sender);
}
