//! A consumer takes what comes through the channel until its senders are dropped.
//!
//! From: the documentation of `Receiver::recv`,
//! <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.recv>
//! Not under loom: its `Receiver` says nothing of a closed channel

use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (sender, receiver) = mpsc::channel();
    let producer = thread::spawn(move || {
        for item in 0..2 {
            sender.send(item).unwrap();
        }
    });
    let mut taken = 0;
    while receiver.recv().is_ok() {
        taken += 1;
    }
    producer.join().unwrap();
    assert_eq!(taken, 2);
}
