//! Threads count themselves at a barrier, and look at the count in a second step. Both see that all are there, and both
//! open the turnstile: the next round would not wait.
//!
//! From: Downey, The Little Book of Semaphores, section 3.7, "Reusable barrier non-solution #1"
//! Fails: assertion

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
    *barrier.count.lock().unwrap() += 1;
    let all = *barrier.count.lock().unwrap() == 2;
    for _ in 0..if all { 2 } else { 0 } {
        barrier.turnstile.signal();
    }
    barrier.turnstile.wait();
}

pub fn main() {
    let barrier = Arc::new(Barrier { count: Mutex::new(0), turnstile: Semaphore::new(0) });
    let theirs = Arc::clone(&barrier);
    let other = thread::spawn(move || meet(&theirs));
    meet(&barrier);
    other.join().unwrap();
    assert_eq!(*barrier.turnstile.permits.lock().unwrap(), 0, "the turnstile is left open");
}
