//! Two threads write one variable each, two others read both in opposite order. With `Release` and `Acquire` the
//! readers may disagree about what was written first.
//!
//! From: Alglave, Maranget and Tautschnig, Herding Cats, ACM TOPLAS 36(2), 2014 (independent reads of independent
//! writes, IRIW)
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
    let [a, b, c] = [(); 3].map(|()| Arc::clone(&pair));
    let writer = thread::spawn(move || a.y.store(1, Release));
    let reader = thread::spawn(move || (b.x.load(Acquire), b.y.load(Acquire)));
    let other_reader = thread::spawn(move || (c.y.load(Acquire), c.x.load(Acquire)));
    pair.x.store(1, Release);
    let readers = (reader.join().unwrap(), other_reader.join().unwrap());
    writer.join().unwrap();
    assert!(readers != ((1, 0), (1, 0)), "the readers disagree");
}
