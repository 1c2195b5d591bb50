//! A semaphore notifies only if there was no permit before. Two waiters, two permits in a row: the second waiter
//! is never told.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 8.2.2 (notifying only when the queue was
//! empty)
//! Fails: deadlock

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Semaphore {
    permits: Mutex<usize>,
    released: Condvar,
}

fn acquire(semaphore: &Semaphore) {
    let mut permits = semaphore.permits.lock().unwrap();
    while *permits == 0 {
        permits = semaphore.released.wait(permits).unwrap();
    }
    *permits -= 1;
}

fn release(semaphore: &Semaphore) {
    let mut permits = semaphore.permits.lock().unwrap();
    *permits += 1;
    if *permits == 1 {
        semaphore.released.notify_one();
    }
}

pub fn main() {
    let semaphore = Arc::new(Semaphore { permits: Mutex::new(0), released: Condvar::new() });
    let waiters = [(); 2].map(|()| {
        let semaphore = Arc::clone(&semaphore);
        thread::spawn(move || acquire(&semaphore))
    });
    release(&semaphore);
    release(&semaphore);
    for waiter in waiters {
        waiter.join().unwrap();
    }
}
