//! Two threads store to two values, in opposite orders. With `SeqCst`, a second store is the last of its value.
//!
//! From: Maranget, Sarkar and Sewell, A Tutorial Introduction to the ARM and POWER Relaxed Memory Models, 2012, "2+2W"

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

pub fn main() {
    let both = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let theirs = Arc::clone(&both);
    let other = thread::spawn(move || {
        theirs[1].store(1, SeqCst);
        theirs[0].store(2, SeqCst);
    });
    both[0].store(1, SeqCst);
    both[1].store(2, SeqCst);
    other.join().unwrap();
    assert!(
        both[0].load(SeqCst) == 2 || both[1].load(SeqCst) == 2,
        "the first store of each thread is the last of its value"
    );
}
