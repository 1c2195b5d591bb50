//! The flag is an atomic, set and notified without the lock: both happen after the waiter has looked and before
//! it sleeps.
//!
//! From: <https://github.com/tokio-rs/tokio/pull/2134>; the same in
//! <https://github.com/wpilibsuite/allwpilib/pull/9424>
//! Fails: deadlock

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Gate {
    open: AtomicBool,
    lock: Mutex<()>,
    opened: Condvar,
}

fn open(gate: &Gate) {
    gate.open.store(true, SeqCst);
    gate.opened.notify_all();
}

fn pass(gate: &Gate) {
    let mut guard = gate.lock.lock().unwrap();
    while !gate.open.load(SeqCst) {
        guard = gate.opened.wait(guard).unwrap();
    }
}

pub fn main() {
    let gate = Gate { open: AtomicBool::new(false), lock: Mutex::new(()), opened: Condvar::new() };
    let gate = Arc::new(gate);
    let theirs = Arc::clone(&gate);
    let other = thread::spawn(move || open(&theirs));
    pass(&gate);
    other.join().unwrap();
}
