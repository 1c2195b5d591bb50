//! Peterson's lock with `Release` and `Acquire`. Each thread may miss that the other one wants to enter: it needs
//! `SeqCst`.
//!
//! From: Williams, <https://www.justsoftwaresolutions.co.uk/threading/petersons_lock_with_C++0x_atomics.html>
//! Fails: assertion
//! Needs: weak memory

use std::hint;
use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Peterson {
    wants: [AtomicBool; 2],
    victim: AtomicUsize,
    inside: AtomicUsize,
}

fn enter(lock: &Peterson, me: usize) {
    lock.wants[me].store(true, Release);
    lock.victim.store(me, Release);
    while lock.wants[1 - me].load(Acquire) && lock.victim.load(Acquire) == me {
        hint::spin_loop();
    }
    assert_eq!(lock.inside.fetch_add(1, Relaxed), 0, "two are inside");
    lock.inside.fetch_sub(1, Relaxed);
    lock.wants[me].store(false, Release);
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
