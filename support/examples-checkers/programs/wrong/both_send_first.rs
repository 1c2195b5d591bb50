//! Two threads exchange values through channels without places. Both send first, so nobody receives.
//!
//! From: Hoare, Communicating Sequential Processes, CACM 21(8), 1978 (a rendezvous needs both sides)
//! Fails: deadlock
//! Not under loom: it has no `sync_channel`.

use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (to_other, from_main) = mpsc::sync_channel(0);
    let (to_main, from_other) = mpsc::sync_channel(0);
    let other = thread::spawn(move || {
        to_main.send(2).unwrap();
        from_main.recv().unwrap()
    });
    to_other.send(1).unwrap();
    let sum = from_other.recv().unwrap() + other.join().unwrap();
    assert_eq!(sum, 3);
}
