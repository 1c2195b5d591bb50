//! A thread writes data and raises a flag with `Release`. Who reads the flag with `Acquire` sees the data.
//!
//! From: Bos, Rust Atomics and Locks, chapter 3, <https://marabos.nl/atomics/memory-ordering.html>

use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Board {
    data: AtomicUsize,
    ready: AtomicBool,
}

pub fn main() {
    let board = Arc::new(Board { data: AtomicUsize::new(0), ready: AtomicBool::new(false) });
    let theirs = Arc::clone(&board);
    let writer = thread::spawn(move || {
        theirs.data.store(42, Relaxed);
        theirs.ready.store(true, Release);
    });
    if board.ready.load(Acquire) {
        assert_eq!(board.data.load(Relaxed), 42);
    }
    writer.join().unwrap();
}
