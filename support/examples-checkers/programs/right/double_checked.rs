//! Double-checked locking with `Acquire` and `Release`.
//!
//! From: Preshing, Double-Checked Locking is Fixed In C++11,
//! <https://preshing.com/20130930/double-checked-locking-is-fixed-in-cpp11/>

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Arc, Mutex};
use std::thread;

struct Lazy {
    ready: AtomicBool,
    lock: Mutex<()>,
    value: AtomicUsize,
}

fn get(lazy: &Lazy) -> usize {
    if !lazy.ready.load(Acquire) {
        let _guard = lazy.lock.lock().unwrap();
        if !lazy.ready.load(Relaxed) {
            lazy.value.store(42, Relaxed);
            lazy.ready.store(true, Release);
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
