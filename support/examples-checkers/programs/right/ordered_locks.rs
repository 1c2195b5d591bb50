//! Two threads transfer money in opposite directions, and take the locks in one order.
//!
//! From: Goetz and others, Java Concurrency in Practice, section 10.1.2, "Dynamic lock order deadlocks"

use std::sync::{Arc, Mutex};
use std::thread;

fn transfer(accounts: &[Mutex<i64>; 2], from: usize, to: usize, amount: i64) {
    let first = accounts[from.min(to)].lock().unwrap();
    let second = accounts[from.max(to)].lock().unwrap();
    let (mut source, mut target) = if from < to { (first, second) } else { (second, first) };
    *source -= amount;
    *target += amount;
}

pub fn main() {
    let accounts = Arc::new([Mutex::new(100), Mutex::new(100)]);
    let theirs = Arc::clone(&accounts);
    let other = thread::spawn(move || transfer(&theirs, 0, 1, 10));
    transfer(&accounts, 1, 0, 20);
    other.join().unwrap();
    assert_eq!([0, 1].map(|account| *accounts[account].lock().unwrap()), [110, 90]);
}
