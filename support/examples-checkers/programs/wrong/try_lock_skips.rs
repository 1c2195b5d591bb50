//! A thread that finds the lock taken gives up, and its work is missing.
//!
//! From: the documentation of `Mutex::try_lock`: "This function does not block",
//! <https://doc.rust-lang.org/std/sync/struct.Mutex.html#method.try_lock>
//! Fails: assertion

use std::sync::{Arc, Mutex};
use std::thread;

fn count(total: &Mutex<usize>) {
    if let Ok(mut total) = total.try_lock() {
        *total += 1;
    }
}

pub fn main() {
    let total = Arc::new(Mutex::new(0));
    let theirs = Arc::clone(&total);
    let other = thread::spawn(move || count(&theirs));
    count(&total);
    other.join().unwrap();
    assert_eq!(*total.lock().unwrap(), 2);
}
