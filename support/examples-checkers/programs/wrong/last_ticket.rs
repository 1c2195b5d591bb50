//! Two threads see that there is one ticket left, and both sell it.
//!
//! From: Goetz and others, Java Concurrency in Practice, section 2.2, "Race conditions" (check-then-act)
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

fn sell(left: &AtomicUsize) -> usize {
    if left.load(SeqCst) == 0 {
        return 0;
    }
    left.swap(0, SeqCst);
    1
}

pub fn main() {
    let left = Arc::new(AtomicUsize::new(1));
    let theirs = Arc::clone(&left);
    let other = thread::spawn(move || sell(&theirs));
    let sold = sell(&left) + other.join().unwrap();
    assert_eq!(sold, 1);
}
