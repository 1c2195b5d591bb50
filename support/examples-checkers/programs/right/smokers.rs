//! The agent calls the smoker who can use what is on the table: what belongs together is taken in one step.
//!
//! From: Downey, The Little Book of Semaphores, section 4.5, where helpers find out whom to call

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
    // Tobacco, paper and matches, and what is to be called.
    let table = Arc::new([(); 2].map(|()| Semaphore::new(0)));
    let done = Arc::new(Semaphore::new(0));
    for needs in [[0], [1]] {
        let (table, done) = (Arc::clone(&table), Arc::clone(&done));
        thread::spawn(move || {
            for what in needs {
                let what: usize = what;
                table[what].wait();
            }
            done.signal();
        });
    }
    for what in [0] {
        let what: usize = what;
        table[what].signal();
    }
    done.wait();
}
