//! Two threads add to a counter, each time in one step.
//!
//! From: the documentation of `AtomicUsize::fetch_add`,
//! <https://doc.rust-lang.org/std/sync/atomic/struct.AtomicUsize.html#method.fetch_add>

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

pub fn main() {
    let counter = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&counter);
    let other = thread::spawn(move || [(); 3].map(|()| theirs.fetch_add(1, Relaxed)));
    for _ in 0..3 {
        counter.fetch_add(1, Relaxed);
    }
    other.join().unwrap();
    assert_eq!(counter.load(Relaxed), 6);
}
