//! A range whose lower end must not be above its upper end. Each setter looks at the other end first, and both see the old
//! one.
//!
//! From: Goetz and others, Java Concurrency in Practice, listing 4.10, "NumberRange"
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct Range {
    lower: AtomicUsize,
    upper: AtomicUsize,
}

pub fn main() {
    let range = Arc::new(Range { lower: AtomicUsize::new(0), upper: AtomicUsize::new(10) });
    let theirs = Arc::clone(&range);
    let other = thread::spawn(move || {
        if theirs.upper.load(SeqCst) >= 5 {
            theirs.lower.store(5, SeqCst);
        }
    });
    if range.lower.load(SeqCst) <= 4 {
        range.upper.store(4, SeqCst);
    }
    other.join().unwrap();
    assert!(range.lower.load(SeqCst) <= range.upper.load(SeqCst), "the range is turned round");
}
