//! Two threads that take one lock five times and release it five times: schedules a second.
//!
//! From: the measure of this comparison itself

use std::sync::{Arc, Mutex};
use std::thread;

pub fn main() {
    let counter = Arc::new(Mutex::new(0));
    let threads = [(); 2].map(|()| {
        let counter = Arc::clone(&counter);
        thread::spawn(move || [(); 5].map(|()| *counter.lock().unwrap() += 1))
    });
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(*counter.lock().unwrap(), 10);
}
