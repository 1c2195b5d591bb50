//! Two threads each read one variable and write the other. With `Relaxed`, both may read what the other is still to
//! write: a processor may write before a read has its value.
//!
//! From: Alglave, Maranget and Tautschnig, Herding Cats, ACM TOPLAS 36(2), 2014 (load buffering, LB)
//! Fails: assertion
//! Needs: loads that return what is written later; no checker here has them

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

struct Pair {
    x: AtomicUsize,
    y: AtomicUsize,
}

pub fn main() {
    let pair = Arc::new(Pair { x: AtomicUsize::new(0), y: AtomicUsize::new(0) });
    let theirs = Arc::clone(&pair);
    let other = thread::spawn(move || {
        let x = theirs.x.load(Relaxed);
        theirs.y.store(1, Relaxed);
        x
    });
    let y = pair.y.load(Relaxed);
    pair.x.store(1, Relaxed);
    let x = other.join().unwrap();
    assert!((x, y) != (1, 1));
}
