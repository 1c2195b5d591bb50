//! A sequence lock with the fences that it needs.
//!
//! From: Boehm, Can Seqlocks Get Along With Programming Language Memory Models?, MSPC 2012

use std::sync::Arc;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicUsize, fence};
use std::thread;

struct SeqLock {
    number: AtomicUsize,
    data: [AtomicUsize; 2],
}

fn write(lock: &SeqLock, value: usize) {
    lock.number.store(1, Relaxed);
    fence(Release);
    lock.data[0].store(value, Relaxed);
    lock.data[1].store(value, Relaxed);
    lock.number.store(2, Release);
}

fn read(lock: &SeqLock) -> Option<(usize, usize)> {
    let before = lock.number.load(Acquire);
    let data = (lock.data[0].load(Relaxed), lock.data[1].load(Relaxed));
    fence(Acquire);
    let after = lock.number.load(Relaxed);
    (before == after && before % 2 == 0).then_some(data)
}

pub fn main() {
    let data = [AtomicUsize::new(0), AtomicUsize::new(0)];
    let lock = Arc::new(SeqLock { number: AtomicUsize::new(0), data });
    let theirs = Arc::clone(&lock);
    let writer = thread::spawn(move || write(&theirs, 7));
    if let Some((first, second)) = read(&lock) {
        assert_eq!(first, second, "half of each");
    }
    writer.join().unwrap();
}
