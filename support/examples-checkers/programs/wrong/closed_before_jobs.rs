//! A worker asks whether the pool is closed before it asks whether there is a job. A job that was submitted
//! before the end is not run.
//!
//! From: the Rust book, section 21.3, "Graceful Shutdown and Cleanup",
//! <https://doc.rust-lang.org/book/ch21-03-graceful-shutdown-and-cleanup.html> (there the channel prevents it)
//! Fails: assertion

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Pool {
    state: Mutex<(usize, bool)>, // jobs that wait, and whether it is closed
    changed: Condvar,
}

fn work(pool: &Pool) -> usize {
    let mut ran = 0;
    let mut state = pool.state.lock().unwrap();
    while !state.1 {
        if state.0 > 0 {
            state.0 -= 1;
            ran += 1;
        } else {
            state = pool.changed.wait(state).unwrap();
        }
    }
    ran
}

pub fn main() {
    let pool = Arc::new(Pool { state: Mutex::new((0, false)), changed: Condvar::new() });
    let theirs = Arc::clone(&pool);
    let worker = thread::spawn(move || work(&theirs));
    pool.state.lock().unwrap().0 += 1;
    pool.changed.notify_one();
    pool.state.lock().unwrap().1 = true;
    pool.changed.notify_one();
    assert_eq!(worker.join().unwrap(), 1);
}
