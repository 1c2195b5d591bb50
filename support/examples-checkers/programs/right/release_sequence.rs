//! A flag raised with `Release`, then changed in one step by a third thread with `Relaxed`: who reads that change
//! with `Acquire` still sees the data.
//!
//! From: Boehm and Adve, Foundations of the C++ Concurrency Memory Model, PLDI 2008 (release sequence)

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::thread;

struct Board {
    data: AtomicUsize,
    flag: AtomicUsize,
}

pub fn main() {
    let board = Arc::new(Board { data: AtomicUsize::new(0), flag: AtomicUsize::new(0) });
    let [a, b] = [(); 2].map(|()| Arc::clone(&board));
    let writer = thread::spawn(move || {
        a.data.store(42, Relaxed);
        a.flag.store(1, Release);
    });
    let counter = thread::spawn(move || b.flag.fetch_add(2, Relaxed));
    if board.flag.load(Acquire) == 3 {
        assert_eq!(board.data.load(Relaxed), 42);
    }
    writer.join().unwrap();
    counter.join().unwrap();
}
