//! One thread guards the counter by the lock of something else.
//!
//! From: SCTBench, wronglock_bad, <https://github.com/mc-imperial/sctbench>
//! Fails: assertion

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};
use std::thread;

struct Shared {
    counter: AtomicUsize,
    lock: Mutex<()>,
    other_lock: Mutex<()>,
}

fn add_one(counter: &AtomicUsize, lock: &Mutex<()>) {
    let _guard = lock.lock().unwrap();
    let old = counter.load(SeqCst);
    counter.store(old + 1, SeqCst);
}

pub fn main() {
    let shared =
        Shared { counter: AtomicUsize::new(0), lock: Mutex::new(()), other_lock: Mutex::new(()) };
    let shared = Arc::new(shared);
    let theirs = Arc::clone(&shared);
    let other = thread::spawn(move || add_one(&theirs.counter, &theirs.other_lock));
    add_one(&shared.counter, &shared.lock);
    other.join().unwrap();
    assert_eq!(shared.counter.load(SeqCst), 2);
}
