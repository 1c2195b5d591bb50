//! Two threads each write their own variable and read the other one. With `SeqCst`, one of them reads the new
//! value.
//!
//! From: Alglave, Maranget and Tautschnig, Herding Cats, ACM TOPLAS 36(2), 2014 (store buffering, SB)

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct Pair {
    x: AtomicUsize,
    y: AtomicUsize,
}

pub fn main() {
    let pair = Arc::new(Pair { x: AtomicUsize::new(0), y: AtomicUsize::new(0) });
    let theirs = Arc::clone(&pair);
    let other = thread::spawn(move || {
        theirs.x.store(1, SeqCst);
        theirs.y.load(SeqCst)
    });
    pair.y.store(1, SeqCst);
    let x = pair.x.load(SeqCst);
    let y = other.join().unwrap();
    assert!((x, y) != (0, 0));
}
