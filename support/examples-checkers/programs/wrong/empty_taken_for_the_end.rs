//! A consumer takes what is in the channel until there is nothing. The sender may just be slower.
//!
//! From: the documentation of `Receiver::try_recv`, whose errors are `Empty` and `Disconnected`,
//! <https://doc.rust-lang.org/std/sync/mpsc/struct.Receiver.html#method.try_recv>
//! Fails: assertion
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
    if receiver.recv().is_ok() {
        taken += 1;
        while receiver.try_recv().is_ok() {
            taken += 1;
        }
    }
    producer.join().unwrap();
    assert_eq!(taken, 2);
}
