//! A second thread passes a message on, a third one acts on it. With one `Relaxed` in the chain the third may not
//! see what the first has written.
//!
//! From: Boehm and Adve, Foundations of the C++ Concurrency Memory Model, PLDI 2008 (write-to-read causality, WRC)
//! Fails: assertion
//! Needs: weak memory

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::thread;

struct Pair {
    x: AtomicUsize,
    y: AtomicUsize,
}

pub fn main() {
    let pair = Arc::new(Pair { x: AtomicUsize::new(0), y: AtomicUsize::new(0) });
    let [a, b] = [(); 2].map(|()| Arc::clone(&pair));
    let first = thread::spawn(move || a.x.store(1, Release));
    let second = thread::spawn(move || {
        if b.x.load(Acquire) == 1 {
            b.y.store(1, Relaxed);
        }
    });
    if pair.y.load(Acquire) == 1 {
        assert_eq!(pair.x.load(Relaxed), 1);
    }
    first.join().unwrap();
    second.join().unwrap();
}
