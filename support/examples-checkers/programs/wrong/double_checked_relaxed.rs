//! Double-checked locking whose flag is `Relaxed`: who finds it raised without the lock may see the value of before.
//!
//! From: Bacon and others, The "Double-Checked Locking is Broken" Declaration,
//! <https://www.cs.umd.edu/~pugh/java/memoryModel/DoubleCheckedLocking.html>
//! Fails: assertion
//! Needs: weak memory

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex};
use std::thread;

struct Lazy {
    ready: AtomicBool,
    lock: Mutex<()>,
    value: AtomicUsize,
}

fn get(lazy: &Lazy) -> usize {
    if !lazy.ready.load(Relaxed) {
        let _guard = lazy.lock.lock().unwrap();
        if !lazy.ready.load(Relaxed) {
            lazy.value.store(42, Relaxed);
            lazy.ready.store(true, Relaxed);
        }
    }
    lazy.value.load(Relaxed)
}

pub fn main() {
    let lazy = Arc::new(Lazy {
        ready: AtomicBool::new(false),
        lock: Mutex::new(()),
        value: AtomicUsize::new(0),
    });
    let theirs = Arc::clone(&lazy);
    let other = thread::spawn(move || get(&theirs));
    let mine = get(&lazy);
    assert_eq!((mine, other.join().unwrap()), (42, 42));
}
