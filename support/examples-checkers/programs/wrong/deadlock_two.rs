//! Two threads take two locks in opposite order.
//!
//! From: Coffman, Elphick and Shoshani, System Deadlocks, ACM Computing Surveys 3(2), 1971
//! Fails: deadlock

use std::sync::{Arc, Mutex};
use std::thread;

type Account = Arc<Mutex<i64>>;

fn transfer(from: &Account, to: &Account, amount: i64) {
    let mut from = from.lock().unwrap();
    let mut to = to.lock().unwrap();
    *from -= amount;
    *to += amount;
}

pub fn main() {
    let (anna, ben) = (Arc::new(Mutex::new(100)), Arc::new(Mutex::new(100)));
    let theirs = (Arc::clone(&anna), Arc::clone(&ben));
    let other = thread::spawn(move || transfer(&theirs.0, &theirs.1, 10));
    transfer(&ben, &anna, 20);
    other.join().unwrap();
}
