//! A queue for work stealing: the owner takes the last item without asking whether a thief has it already.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 16.5, "Work-stealing dequeues" (with the
//! last compare-and-swap left out)
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

/// The items are those from `top` up to `bottom`.
struct Deque {
    top: AtomicUsize,
    bottom: AtomicUsize,
}

fn pop(deque: &Deque) -> Option<usize> {
    let last = deque.bottom.load(SeqCst) - 1;
    deque.bottom.store(last, SeqCst);
    (deque.top.load(SeqCst) <= last).then_some(last)
}

fn steal(deque: &Deque) -> Option<usize> {
    let first = deque.top.load(SeqCst);
    if first >= deque.bottom.load(SeqCst) {
        return None;
    }
    deque.top.compare_exchange(first, first + 1, SeqCst, SeqCst).ok()
}

pub fn main() {
    let deque = Arc::new(Deque { top: AtomicUsize::new(0), bottom: AtomicUsize::new(1) });
    let theirs = Arc::clone(&deque);
    let thief = thread::spawn(move || steal(&theirs));
    let popped = pop(&deque);
    let stolen = thief.join().unwrap();
    assert!(popped.is_none() || stolen.is_none(), "both have the last item");
}
