//! A range whose lower end must not be above its upper end. Both ends have one lock.
//!
//! From: Goetz and others, Java Concurrency in Practice, section 4.3.3, on invariants over several variables

use std::sync::{Arc, Mutex};
use std::thread;

struct Range {
    lower: usize,
    upper: usize,
}

pub fn main() {
    let range = Arc::new(Mutex::new(Range { lower: 0, upper: 10 }));
    let theirs = Arc::clone(&range);
    let other = thread::spawn(move || {
        let mut range = theirs.lock().unwrap();
        if range.upper >= 5 {
            range.lower = 5;
        }
    });
    let mut mine = range.lock().unwrap();
    if mine.lower <= 4 {
        mine.upper = 4;
    }
    drop(mine);
    other.join().unwrap();
    let range = range.lock().unwrap();
    assert!(range.lower <= range.upper, "the range is turned round");
}
