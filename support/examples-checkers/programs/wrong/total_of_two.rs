//! Two threads add one to a counter, three times each, by a load and a store. The total can be 2, not only less
//! than 6: the first store of one thread comes after the second of the other, and the last store of the other
//! relies on it.
//!
//! From: Ben-Ari, Principles of Concurrent and Distributed Programming, chapter 2 (the counting program)
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

fn add_three(counter: &AtomicUsize) {
    for _ in 0..3 {
        let old = counter.load(SeqCst);
        counter.store(old + 1, SeqCst);
    }
}

pub fn main() {
    let counter = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&counter);
    let other = thread::spawn(move || add_three(&theirs));
    add_three(&counter);
    other.join().unwrap();
    assert!(counter.load(SeqCst) > 2);
}
