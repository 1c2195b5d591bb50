//! A spin lock that is given back with `Relaxed`. The next holder may not see what the one before has written.
//!
//! From: Bos, Rust Atomics and Locks, chapter 4, <https://marabos.nl/atomics/building-spinlock.html>
//! Fails: assertion
//! Needs: weak memory

use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed};
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Counter {
    taken: AtomicBool,
    value: AtomicUsize,
}

fn add_one(counter: &Counter) {
    while counter.taken.swap(true, Acquire) {
        thread::yield_now();
    }
    let old = counter.value.load(Relaxed);
    counter.value.store(old + 1, Relaxed);
    counter.taken.store(false, Relaxed);
}

pub fn main() {
    let counter = Arc::new(Counter { taken: AtomicBool::new(false), value: AtomicUsize::new(0) });
    let theirs = Arc::clone(&counter);
    let other = thread::spawn(move || add_one(&theirs));
    add_one(&counter);
    other.join().unwrap();
    assert_eq!(counter.value.load(Relaxed), 2);
}
