//! A ticket lock that draws its number by a load and a store: two threads draw the same one, and both get in.
//!
//! From: Mellor-Crummey and Scott, Algorithms for Scalable Synchronization on Shared-Memory Multiprocessors, ACM
//! TOCS 9(1), 1991 (with the fetch-and-add taken apart)
//! Fails: assertion

use std::hint;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct TicketLock {
    next: AtomicUsize,
    serves: AtomicUsize,
    inside: AtomicUsize,
}

fn enter(lock: &TicketLock) {
    let mine = lock.next.load(SeqCst);
    lock.next.store(mine + 1, SeqCst);
    while lock.serves.load(SeqCst) < mine {
        hint::spin_loop();
    }
    assert_eq!(lock.inside.fetch_add(1, SeqCst), 0, "two are inside");
    lock.inside.fetch_sub(1, SeqCst);
    lock.serves.store(mine + 1, SeqCst);
}

pub fn main() {
    let lock = Arc::new(TicketLock {
        next: AtomicUsize::new(0),
        serves: AtomicUsize::new(0),
        inside: AtomicUsize::new(0),
    });
    let theirs = Arc::clone(&lock);
    let other = thread::spawn(move || enter(&theirs));
    enter(&lock);
    other.join().unwrap();
}
