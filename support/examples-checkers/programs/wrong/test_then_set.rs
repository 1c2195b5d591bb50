//! A spin lock that looks whether the lock is free and takes it in a second step.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 7.2 (with `getAndSet` taken apart)
//! Fails: assertion

use std::hint;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct SpinLock {
    taken: AtomicBool,
    inside: AtomicUsize,
}

fn enter(lock: &SpinLock) {
    while lock.taken.load(SeqCst) {
        hint::spin_loop();
    }
    lock.taken.store(true, SeqCst);
    assert_eq!(lock.inside.fetch_add(1, SeqCst), 0, "two are inside");
    lock.inside.fetch_sub(1, SeqCst);
    lock.taken.store(false, SeqCst);
}

pub fn main() {
    let lock = Arc::new(SpinLock { taken: AtomicBool::new(false), inside: AtomicUsize::new(0) });
    let theirs = Arc::clone(&lock);
    let other = thread::spawn(move || enter(&theirs));
    enter(&lock);
    other.join().unwrap();
}
