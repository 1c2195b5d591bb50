//! A sequence lock whose reader looks at the number only before it reads.
//!
//! From: the Linux kernel's documentation of sequence counters, <https://docs.kernel.org/locking/seqlock.html> (with
//! the retry left out)
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct SeqLock {
    number: AtomicUsize,
    data: [AtomicUsize; 2],
}

fn write(lock: &SeqLock, value: usize) {
    lock.number.fetch_add(1, SeqCst);
    lock.data[0].store(value, SeqCst);
    lock.data[1].store(value, SeqCst);
    lock.number.fetch_add(1, SeqCst);
}

fn read(lock: &SeqLock) -> Option<(usize, usize)> {
    let is_writing = lock.number.load(SeqCst) % 2 == 1;
    (!is_writing).then(|| (lock.data[0].load(SeqCst), lock.data[1].load(SeqCst)))
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
