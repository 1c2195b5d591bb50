//! The only waiter waits with `if` instead of `while`. Nobody can steal its item, but it may wake without a
//! notification.
//!
//! From: the documentation of `Condvar::wait`: "susceptible to spurious wakeups",
//! <https://doc.rust-lang.org/std/sync/struct.Condvar.html#method.wait>
//! Fails: assertion

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

pub fn main() {
    let gate = Arc::new(Gate { open: Mutex::new(false), opened: Condvar::new() });
    let theirs = Arc::clone(&gate);
    let other = thread::spawn(move || {
        *theirs.open.lock().unwrap() = true;
        theirs.opened.notify_one();
    });
    let mut open = gate.open.lock().unwrap();
    if !*open {
        open = gate.opened.wait(open).unwrap();
    }
    assert!(*open, "it is not open yet");
    drop(open);
    other.join().unwrap();
}
