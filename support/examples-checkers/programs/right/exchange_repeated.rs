//! A thread adds by compare-and-exchange, and begins again if another one was faster.
//!
//! From: the documentation of `AtomicUsize::compare_exchange_weak`,
//! <https://doc.rust-lang.org/std/sync/atomic/struct.AtomicUsize.html#method.compare_exchange_weak>

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

fn add(total: &AtomicUsize) {
    let mut before = total.load(SeqCst);
    while let Err(now) = total.compare_exchange(before, before + 1, SeqCst, SeqCst) {
        before = now;
    }
}

pub fn main() {
    let total = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&total);
    let other = thread::spawn(move || add(&theirs));
    add(&total);
    other.join().unwrap();
    assert_eq!(total.load(SeqCst), 2);
}
