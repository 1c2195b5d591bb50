//! A second thread sees a new value, and tells a third one. The first two steps are `Relaxed`, but who knows of a
//! read does not read an older value of the same variable.
//!
//! From: Boehm and Adve, Foundations of the C++ Concurrency Memory Model, PLDI 2008 (write-to-read causality, WRC)

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
    let first = thread::spawn(move || a.x.store(1, Relaxed));
    let second = thread::spawn(move || {
        if b.x.load(Relaxed) == 1 {
            b.y.store(1, Release);
        }
    });
    if pair.y.load(Acquire) == 1 {
        assert_eq!(pair.x.load(Relaxed), 1);
    }
    first.join().unwrap();
    second.join().unwrap();
}
