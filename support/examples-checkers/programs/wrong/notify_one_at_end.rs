//! At the end of a queue only one of the workers that wait is told.
//!
//! From: the documentation of `Condvar::notify_one`: "Wakes up one blocked thread",
//! <https://doc.rust-lang.org/std/sync/struct.Condvar.html#method.notify_one>
//! Fails: deadlock

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Pool {
    closed: Mutex<bool>,
    changed: Condvar,
}

fn work(pool: &Pool) {
    let mut closed = pool.closed.lock().unwrap();
    while !*closed {
        closed = pool.changed.wait(closed).unwrap();
    }
}

pub fn main() {
    let pool = Arc::new(Pool { closed: Mutex::new(false), changed: Condvar::new() });
    let workers = [(); 2].map(|()| {
        let pool = Arc::clone(&pool);
        thread::spawn(move || work(&pool))
    });
    *pool.closed.lock().unwrap() = true;
    pool.changed.notify_one();
    for worker in workers {
        worker.join().unwrap();
    }
}
