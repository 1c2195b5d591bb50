//! A thread adds by compare-and-exchange, and does not look whether that was done.
//!
//! From: the documentation of `AtomicUsize::compare_exchange`, "the return value is a result indicating whether the new
//! value was written", <https://doc.rust-lang.org/std/sync/atomic/struct.AtomicUsize.html#method.compare_exchange>
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

fn add(total: &AtomicUsize) {
    let before = total.load(SeqCst);
    let _ = total.compare_exchange(before, before + 1, SeqCst, SeqCst);
}

pub fn main() {
    let total = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&total);
    let other = thread::spawn(move || add(&theirs));
    add(&total);
    other.join().unwrap();
    assert_eq!(total.load(SeqCst), 2);
}
