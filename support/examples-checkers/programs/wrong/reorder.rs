//! Two threads set `a`, then `b`. A third one relies on seeing both or neither.
//!
//! From: SCTBench, reorder_3_bad, <https://github.com/mc-imperial/sctbench>
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicI32;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct Pair {
    a: AtomicI32,
    b: AtomicI32,
}

pub fn main() {
    let pair = Arc::new(Pair { a: AtomicI32::new(0), b: AtomicI32::new(0) });
    let setters = [(); 2].map(|()| {
        let pair = Arc::clone(&pair);
        thread::spawn(move || {
            pair.a.store(1, SeqCst);
            pair.b.store(-1, SeqCst);
        })
    });
    let seen = (pair.a.load(SeqCst), pair.b.load(SeqCst));
    assert!(seen == (0, 0) || seen == (1, -1), "seen {seen:?}");
    for setter in setters {
        setter.join().unwrap();
    }
}
