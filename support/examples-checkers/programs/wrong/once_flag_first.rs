//! A hand-made `Once` sets its flag before it runs the initialization, so that it runs only once. Another thread
//! goes on with a value that is not there yet.
//!
//! From: Goetz and others, Java Concurrency in Practice, section 3.5, "Safe publication"
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Lazy {
    begun: AtomicBool,
    value: AtomicUsize,
}

fn get(lazy: &Lazy) -> usize {
    if !lazy.begun.swap(true, SeqCst) {
        lazy.value.store(42, SeqCst);
    }
    lazy.value.load(SeqCst)
}

pub fn main() {
    let lazy = Arc::new(Lazy { begun: AtomicBool::new(false), value: AtomicUsize::new(0) });
    let theirs = Arc::clone(&lazy);
    let other = thread::spawn(move || assert_eq!(get(&theirs), 42));
    assert_eq!(get(&lazy), 42);
    other.join().unwrap();
}
