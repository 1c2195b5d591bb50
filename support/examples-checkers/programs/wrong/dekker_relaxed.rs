//! The first step of Dekker's lock with `Relaxed`: each thread raises its flag, and enters if the flag of the
//! other is down.
//!
//! From: Dijkstra, Cooperating Sequential Processes (EWD 123), 1965,
//! <https://www.cs.utexas.edu/~EWD/transcriptions/EWD01xx/EWD123.html>
//! Fails: assertion
//! Needs: weak memory

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Dekker {
    wants: [AtomicBool; 2],
    entered: AtomicUsize,
}

fn try_enter(lock: &Dekker, me: usize) {
    lock.wants[me].store(true, Relaxed);
    if !lock.wants[1 - me].load(Relaxed) {
        lock.entered.fetch_add(1, Relaxed);
    }
}

pub fn main() {
    let lock = Arc::new(Dekker {
        wants: [AtomicBool::new(false), AtomicBool::new(false)],
        entered: AtomicUsize::new(0),
    });
    let theirs = Arc::clone(&lock);
    let other = thread::spawn(move || try_enter(&theirs, 1));
    try_enter(&lock, 0);
    other.join().unwrap();
    assert!(lock.entered.load(Relaxed) < 2, "both have entered");
}
