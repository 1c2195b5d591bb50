//! A gate whose flag is set under the lock, and looked at in a loop.
//!
//! From: the documentation of `Condvar`, <https://doc.rust-lang.org/std/sync/struct.Condvar.html>

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

fn open(gate: &Gate) {
    *gate.open.lock().unwrap() = true;
    gate.opened.notify_all(); // The lock is free again: that is allowed.
}

fn pass(gate: &Gate) {
    let mut open = gate.open.lock().unwrap();
    while !*open {
        open = gate.opened.wait(open).unwrap();
    }
}

pub fn main() {
    let gate = Arc::new(Gate { open: Mutex::new(false), opened: Condvar::new() });
    let others = [(); 2].map(|()| {
        let gate = Arc::clone(&gate);
        thread::spawn(move || pass(&gate))
    });
    open(&gate);
    for other in others {
        other.join().unwrap();
    }
}
