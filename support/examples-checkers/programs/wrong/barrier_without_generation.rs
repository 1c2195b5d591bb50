//! A barrier that is a counter. The last thread sets it back to zero and reaches the barrier again before the
//! first one has looked: that one waits for a round that is over.
//!
//! From: Downey, The Little Book of Semaphores, section 3.7, "Reusable barrier"
//! Fails: deadlock

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

const THREADS: usize = 2;

struct Barrier {
    arrived: Mutex<usize>,
    complete: Condvar,
}

fn meet(barrier: &Barrier) {
    let mut arrived = barrier.arrived.lock().unwrap();
    *arrived += 1;
    if *arrived == THREADS {
        *arrived = 0;
        barrier.complete.notify_all();
    }
    while *arrived != 0 {
        arrived = barrier.complete.wait(arrived).unwrap();
    }
}

pub fn main() {
    let barrier = Arc::new(Barrier { arrived: Mutex::new(0), complete: Condvar::new() });
    let theirs = Arc::clone(&barrier);
    let other = thread::spawn(move || [(); 2].map(|()| meet(&theirs)));
    meet(&barrier);
    meet(&barrier);
    other.join().unwrap();
}
