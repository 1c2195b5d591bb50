//! Hyman's lock for two threads: a thread that has waited for the other takes the turn without looking again.
//!
//! From: Hyman, Comments on a Problem in Concurrent Programming Control, CACM 9(1), 1966; refuted by Knuth, CACM
//! 9(5), 1966
//! Fails: assertion

use std::hint;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

struct Hyman {
    wants: [AtomicBool; 2],
    turn: AtomicUsize,
    inside: AtomicUsize,
}

fn enter(lock: &Hyman, me: usize) {
    lock.wants[me].store(true, SeqCst);
    while lock.turn.load(SeqCst) != me {
        while lock.wants[1 - me].load(SeqCst) {
            hint::spin_loop();
        }
        lock.turn.store(me, SeqCst);
    }
    assert_eq!(lock.inside.fetch_add(1, SeqCst), 0, "two are inside");
    lock.inside.fetch_sub(1, SeqCst);
    lock.wants[me].store(false, SeqCst);
}

pub fn main() {
    let lock = Arc::new(Hyman {
        wants: [AtomicBool::new(false), AtomicBool::new(false)],
        turn: AtomicUsize::new(0),
        inside: AtomicUsize::new(0),
    });
    let theirs = Arc::clone(&lock);
    let other = thread::spawn(move || enter(&theirs, 1));
    enter(&lock, 0);
    other.join().unwrap();
}
