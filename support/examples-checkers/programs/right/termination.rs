//! A worker ends when the queue is empty and no job is in hand; until then it waits.
//!
//! From: Herlihy and Shavit, The Art of Multiprocessor Programming, section 17.6, "Termination-detecting barriers"

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Pool {
    state: Mutex<(Vec<u32>, usize)>, // the jobs, and how many are in hand
    changed: Condvar,
}

/// A job of size 2 makes two jobs of size 1. Returns how many were done.
fn work(pool: &Pool) -> usize {
    let mut done = 0;
    let mut state = pool.state.lock().unwrap();
    loop {
        if let Some(job) = state.0.pop() {
            state.1 += 1;
            drop(state);
            done += 1;
            state = pool.state.lock().unwrap();
            if job == 2 {
                state.0.extend([1, 1]);
            }
            state.1 -= 1;
            pool.changed.notify_all();
        } else if state.1 == 0 {
            return done;
        } else {
            state = pool.changed.wait(state).unwrap();
        }
    }
}

pub fn main() {
    let pool = Arc::new(Pool { state: Mutex::new((vec![2], 0)), changed: Condvar::new() });
    let theirs = Arc::clone(&pool);
    let other = thread::spawn(move || work(&theirs));
    let done = work(&pool) + other.join().unwrap();
    assert_eq!(done, 3);
}
