//! A worker asks whether there is a job before it asks whether the pool is closed. Every job is run.
//!
//! From: the Rust book, section 21.3, "Graceful Shutdown and Cleanup",
//! <https://doc.rust-lang.org/book/ch21-03-graceful-shutdown-and-cleanup.html>

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Pool {
    state: Mutex<(usize, bool)>, // jobs that wait, and whether it is closed
    changed: Condvar,
}

fn work(pool: &Pool) -> usize {
    let mut ran = 0;
    let mut state = pool.state.lock().unwrap();
    loop {
        if state.0 > 0 {
            state.0 -= 1;
            ran += 1;
        } else if state.1 {
            return ran;
        } else {
            state = pool.changed.wait(state).unwrap();
        }
    }
}

pub fn main() {
    let pool = Arc::new(Pool { state: Mutex::new((0, false)), changed: Condvar::new() });
    let workers = [(); 2].map(|()| {
        let pool = Arc::clone(&pool);
        thread::spawn(move || work(&pool))
    });
    pool.state.lock().unwrap().0 += 1;
    pool.changed.notify_one();
    pool.state.lock().unwrap().1 = true;
    pool.changed.notify_all();
    let ran: usize = workers.map(|worker| worker.join().unwrap()).iter().sum();
    assert_eq!(ran, 1);
}
