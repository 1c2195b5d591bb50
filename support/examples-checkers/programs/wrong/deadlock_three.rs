//! Three threads take three locks in a circle. Any two of them get along.
//!
//! From: Coffman, Elphick and Shoshani, System Deadlocks, ACM Computing Surveys 3(2), 1971
//! Fails: deadlock

use std::sync::{Arc, Mutex};
use std::thread;

fn both(locks: &[Mutex<u32>; 3], first: usize) {
    let mut one = locks[first].lock().unwrap();
    let mut two = locks[(first + 1) % 3].lock().unwrap();
    *one += 1;
    *two += 1;
}

pub fn main() {
    let locks = Arc::new([Mutex::new(0), Mutex::new(0), Mutex::new(0)]);
    let others = [1, 2].map(|first| {
        let locks = Arc::clone(&locks);
        thread::spawn(move || both(&locks, first))
    });
    both(&locks, 0);
    for other in others {
        other.join().unwrap();
    }
}
