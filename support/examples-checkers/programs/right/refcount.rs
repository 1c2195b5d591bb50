//! A reference count that goes down with `Release`; the last one has an `Acquire` fence before it frees.
//!
//! From: Bos, Rust Atomics and Locks, chapter 6, <https://marabos.nl/atomics/building-arc.html>

use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicUsize, fence};
use std::thread;

struct Counted {
    handles: AtomicUsize,
    written: [AtomicUsize; 2],
}

fn write_and_drop(counted: &Counted, me: usize) {
    counted.written[me].store(1, Relaxed);
    if counted.handles.fetch_sub(1, Release) == 1 {
        fence(Acquire);
        let other = counted.written[1 - me].load(Relaxed);
        assert_eq!(other, 1, "freed before the other one has written");
    }
}

pub fn main() {
    let written = [AtomicUsize::new(0), AtomicUsize::new(0)];
    let counted = Arc::new(Counted { handles: AtomicUsize::new(2), written });
    let theirs = Arc::clone(&counted);
    let other = thread::spawn(move || write_and_drop(&theirs, 1));
    write_and_drop(&counted, 0);
    other.join().unwrap();
}
