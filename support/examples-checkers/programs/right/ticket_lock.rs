//! A ticket lock: threads enter in the order in which they have drawn their number.
//!
//! From: Mellor-Crummey and Scott, Algorithms for Scalable Synchronization on Shared-Memory Multiprocessors, ACM
//! TOCS 9(1), 1991

use std::hint;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::thread;

struct TicketLock {
    next: AtomicUsize,
    serves: AtomicUsize,
    value: AtomicUsize,
}

fn add_one(lock: &TicketLock) {
    let mine = lock.next.fetch_add(1, Relaxed);
    while lock.serves.load(Acquire) != mine {
        hint::spin_loop();
    }
    let old = lock.value.load(Relaxed);
    lock.value.store(old + 1, Relaxed);
    lock.serves.store(mine + 1, Release);
}

pub fn main() {
    let lock = Arc::new(TicketLock {
        next: AtomicUsize::new(0),
        serves: AtomicUsize::new(0),
        value: AtomicUsize::new(0),
    });
    let theirs = Arc::clone(&lock);
    let other = thread::spawn(move || add_one(&theirs));
    add_one(&lock);
    other.join().unwrap();
    assert_eq!(lock.value.load(Relaxed), 2);
}
