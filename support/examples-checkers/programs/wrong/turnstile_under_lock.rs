//! Threads count themselves at a barrier, and wait at its turnstile while they still hold the lock of the count.
//!
//! From: Downey, The Little Book of Semaphores, section 3.6, "Deadlock #2"
//! Fails: deadlock

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Semaphore {
    permits: Mutex<usize>,
    more: Condvar,
}

impl Semaphore {
    fn new(permits: usize) -> Self {
        Self { permits: Mutex::new(permits), more: Condvar::new() }
    }

    fn wait(&self) {
        let mut permits = self.permits.lock().unwrap();
        while *permits == 0 {
            permits = self.more.wait(permits).unwrap();
        }
        *permits -= 1;
    }

    fn signal(&self) {
        *self.permits.lock().unwrap() += 1;
        self.more.notify_one();
    }
}

struct Barrier {
    count: Mutex<usize>,
    turnstile: Semaphore,
}

fn meet(barrier: &Barrier) {
    let mut count = barrier.count.lock().unwrap();
    *count += 1;
    if *count == 2 {
        barrier.turnstile.signal();
    }
    barrier.turnstile.wait();
    barrier.turnstile.signal();
}

pub fn main() {
    let barrier = Arc::new(Barrier { count: Mutex::new(0), turnstile: Semaphore::new(0) });
    let theirs = Arc::clone(&barrier);
    let other = thread::spawn(move || meet(&theirs));
    meet(&barrier);
    other.join().unwrap();
}
