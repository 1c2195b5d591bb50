//! One variable, `Relaxed`: who has read the newer value does not read the older one afterwards.
//!
//! From: Alglave, Maranget and Tautschnig, Herding Cats, ACM TOPLAS 36(2), 2014 (coherence, CoRR)

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

pub fn main() {
    let x = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&x);
    let writer = thread::spawn(move || {
        theirs.store(1, Relaxed);
        theirs.store(2, Relaxed);
    });
    let first = x.load(Relaxed);
    let second = x.load(Relaxed);
    assert!(first <= second);
    writer.join().unwrap();
}
