//! Each thread copies what it reads in one variable to the other. A 42 that nobody has written must not appear.
//!
//! From: Manson, Pugh and others, Causality Test Cases, case 4,
//! <https://www.cs.umd.edu/~pugh/java/memoryModel/CausalityTestCases.html>

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
        theirs.y.store(x, Relaxed);
    });
    let y = pair.y.load(Relaxed);
    pair.x.store(y, Relaxed);
    other.join().unwrap();
    assert_eq!((pair.x.load(Relaxed), pair.y.load(Relaxed)), (0, 0));
}
