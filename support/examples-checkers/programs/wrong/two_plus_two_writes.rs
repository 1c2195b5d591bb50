//! Two threads store to two values, in opposite orders. With `Relaxed`, the first store of each may be the last of its
//! value.
//!
//! From: Maranget, Sarkar and Sewell, A Tutorial Introduction to the ARM and POWER Relaxed Memory Models, 2012, "2+2W"
//! Fails: assertion
//! Needs: weak memory, and values in another order than that in which they were stored

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

pub fn main() {
    let both = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let theirs = Arc::clone(&both);
    let other = thread::spawn(move || {
        theirs[1].store(1, Relaxed);
        theirs[0].store(2, Relaxed);
    });
    both[0].store(1, Relaxed);
    both[1].store(2, Relaxed);
    other.join().unwrap();
    assert!(
        both[0].load(Relaxed) == 2 || both[1].load(Relaxed) == 2,
        "the first store of each thread is the last of its value"
    );
}
