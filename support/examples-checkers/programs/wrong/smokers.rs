//! Each smoker takes two of three things from the table, one after the other. One of them takes a thing that only the
//! other can use, and both wait for the second one.
//!
//! From: Patil, Limitations and Capabilities of Dijkstra's Semaphore Primitives, 1971; Downey, The Little Book of
//! Semaphores, section 4.5
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

pub fn main() {
    // Tobacco, paper and matches.
    let table = Arc::new([(); 3].map(|()| Semaphore::new(0)));
    let done = Arc::new(Semaphore::new(0));
    for needs in [[0, 1], [1, 2]] {
        let (table, done) = (Arc::clone(&table), Arc::clone(&done));
        thread::spawn(move || {
            for what in needs {
                let what: usize = what;
                table[what].wait();
            }
            done.signal();
        });
    }
    for what in [0, 1] {
        let what: usize = what;
        table[what].signal();
    }
    done.wait();
}
