//! A waiter looks at the flag, lets the lock go, and then waits: the notification comes in between.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 8.2.2, "The lost-wakeup problem"
//! Fails: deadlock

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

fn open(gate: &Gate) {
    *gate.open.lock().unwrap() = true;
    gate.opened.notify_all();
}

fn pass(gate: &Gate) {
    let is_open = *gate.open.lock().unwrap();
    if !is_open {
        let guard = gate.open.lock().unwrap();
        let _guard = gate.opened.wait(guard).unwrap();
    }
}

pub fn main() {
    let gate = Arc::new(Gate { open: Mutex::new(false), opened: Condvar::new() });
    let theirs = Arc::clone(&gate);
    let other = thread::spawn(move || open(&theirs));
    pass(&gate);
    other.join().unwrap();
}
