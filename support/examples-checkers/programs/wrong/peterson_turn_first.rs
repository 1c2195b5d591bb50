//! Peterson's lock with its first two steps exchanged: a thread lets the other go first, and only then says that
//! it wants to enter.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 2.3, and its exercises
//! Fails: assertion

use std::hint;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Peterson {
    wants: [AtomicBool; 2],
    victim: AtomicUsize,
    inside: AtomicUsize,
}

fn enter(lock: &Peterson, me: usize) {
    lock.victim.store(me, SeqCst);
    lock.wants[me].store(true, SeqCst);
    while lock.wants[1 - me].load(SeqCst) && lock.victim.load(SeqCst) == me {
        hint::spin_loop();
    }
    assert_eq!(lock.inside.fetch_add(1, SeqCst), 0, "two are inside");
    lock.inside.fetch_sub(1, SeqCst);
    lock.wants[me].store(false, SeqCst);
}

pub fn main() {
    let lock = Arc::new(Peterson {
        wants: [AtomicBool::new(false), AtomicBool::new(false)],
        victim: AtomicUsize::new(0),
        inside: AtomicUsize::new(0),
    });
    let theirs = Arc::clone(&lock);
    let other = thread::spawn(move || enter(&theirs, 1));
    enter(&lock, 0);
    other.join().unwrap();
}
