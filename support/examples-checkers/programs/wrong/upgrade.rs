//! Two threads read under a read lock and keep it while they ask for the write lock.
//!
//! From: the documentation of Java's `ReentrantReadWriteLock`: "upgrading from a read lock to the write lock is not
//! possible"; <https://github.com/Amanieu/parking_lot/issues/212> has the same in one thread
//! Fails: deadlock

use std::sync::{Arc, RwLock};
use std::thread;

fn count(total: &RwLock<usize>) {
    let old = total.read().unwrap();
    if *old < 10 {
        *total.write().unwrap() += 1;
    }
}

pub fn main() {
    let total = Arc::new(RwLock::new(0));
    let theirs = Arc::clone(&total);
    let other = thread::spawn(move || count(&theirs));
    count(&total);
    other.join().unwrap();
}
