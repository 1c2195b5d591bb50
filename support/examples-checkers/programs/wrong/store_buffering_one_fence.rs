//! Store buffering with a `SeqCst` fence in one thread. The other one needs it, too.
//!
//! From: Alglave, Maranget and Tautschnig, Herding Cats, ACM TOPLAS 36(2), 2014 (store buffering with one fence)
//! Fails: assertion
//! Needs: weak memory

use std::sync::Arc;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};
use std::sync::atomic::{AtomicUsize, fence};
use std::thread;

struct Pair {
    x: AtomicUsize,
    y: AtomicUsize,
}

pub fn main() {
    let pair = Arc::new(Pair { x: AtomicUsize::new(0), y: AtomicUsize::new(0) });
    let theirs = Arc::clone(&pair);
    let other = thread::spawn(move || {
        theirs.x.store(1, Relaxed);
        fence(SeqCst);
        theirs.y.load(Relaxed)
    });
    pair.y.store(1, Relaxed);
    let x = pair.x.load(Relaxed);
    let y = other.join().unwrap();
    assert!((x, y) != (0, 0));
}
