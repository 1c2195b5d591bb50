//! A counter that tries a weak compare-exchange once, since nobody else is there to disturb it. But a weak one may
//! also fail without a reason.
//!
//! From: the documentation of `compare_exchange_weak`: "allowed to spuriously fail",
//! <https://doc.rust-lang.org/std/sync/atomic/struct.AtomicUsize.html#method.compare_exchange_weak>
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

pub fn main() {
    let counter = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&counter);
    let other = thread::spawn(move || {
        let _ = theirs.compare_exchange_weak(0, 1, SeqCst, SeqCst);
    });
    other.join().unwrap();
    assert_eq!(counter.load(SeqCst), 1);
}
