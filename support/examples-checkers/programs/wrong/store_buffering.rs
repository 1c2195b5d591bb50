//! Two threads each write their own variable and read the other one. With `Release` and `Acquire`, both may read
//! the old value.
//!
//! From: Alglave, Maranget and Tautschnig, Herding Cats, ACM TOPLAS 36(2), 2014 (store buffering, SB)
//! Fails: assertion
//! Needs: weak memory

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::{Acquire, Release};
use std::thread;

struct Pair {
    x: AtomicUsize,
    y: AtomicUsize,
}

pub fn main() {
    let pair = Arc::new(Pair { x: AtomicUsize::new(0), y: AtomicUsize::new(0) });
    let theirs = Arc::clone(&pair);
    let other = thread::spawn(move || {
        theirs.x.store(1, Release);
        theirs.y.load(Acquire)
    });
    pair.y.store(1, Release);
    let x = pair.x.load(Acquire);
    let y = other.join().unwrap();
    assert!((x, y) != (0, 0));
}
