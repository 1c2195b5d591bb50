//! A condition variable without a condition: a notification that comes before the wait is not kept.
//!
//! From: Birrell, An Introduction to Programming with Threads, SRC Research Report 35, 1989
//! Fails: deadlock

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Signal {
    lock: Mutex<()>,
    told: Condvar,
}

pub fn main() {
    let signal = Arc::new(Signal { lock: Mutex::new(()), told: Condvar::new() });
    let theirs = Arc::clone(&signal);
    let other = thread::spawn(move || {
        let _guard = theirs.lock.lock().unwrap();
        theirs.told.notify_one();
    });
    let guard = signal.lock.lock().unwrap();
    let _guard = signal.told.wait(guard).unwrap();
    drop(_guard);
    other.join().unwrap();
}
