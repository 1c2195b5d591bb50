//! A method that holds the lock calls another one that takes it.
//!
//! From: Qin and others, Understanding Memory and Thread Safety Practices and Issues in Real-World Rust Programs,
//! PLDI 2020 (double lock)
//! Fails: deadlock

use std::sync::{Arc, Mutex};
use std::thread;

fn balance(account: &Mutex<i64>) -> i64 {
    *account.lock().unwrap()
}

fn withdraw(account: &Mutex<i64>, amount: i64) {
    let mut money = account.lock().unwrap();
    if balance(account) >= amount {
        *money -= amount;
    }
}

pub fn main() {
    let account = Arc::new(Mutex::new(100));
    let other = thread::spawn(move || withdraw(&account, 30));
    other.join().unwrap();
}
