//! Two threads add one to a counter by a load and a store. One update is lost.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 1.1
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

fn add_one(counter: &AtomicUsize) {
    let old = counter.load(SeqCst);
    counter.store(old + 1, SeqCst);
}

pub fn main() {
    let counter = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&counter);
    let other = thread::spawn(move || add_one(&theirs));
    add_one(&counter);
    other.join().unwrap();
    assert_eq!(counter.load(SeqCst), 2);
}
