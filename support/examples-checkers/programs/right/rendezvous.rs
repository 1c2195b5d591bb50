//! Two threads exchange values through channels without places: one sends first, the other receives first.
//!
//! From: Hoare, Communicating Sequential Processes, CACM 21(8), 1978
//! Not under loom: it has no `sync_channel`.

use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (to_other, from_main) = mpsc::sync_channel(0);
    let (to_main, from_other) = mpsc::sync_channel(0);
    let other = thread::spawn(move || {
        let theirs = from_main.recv().unwrap();
        to_main.send(2).unwrap();
        theirs
    });
    to_other.send(1).unwrap();
    let sum: i32 = from_other.recv().unwrap() + other.join().unwrap();
    assert_eq!(sum, 3);
}
