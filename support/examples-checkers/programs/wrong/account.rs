//! An audit adds two balances under one lock after the other, and sees the money in neither account.
//!
//! From: SCTBench, account_bad, <https://github.com/mc-imperial/sctbench>
//! Fails: assertion

use std::sync::{Arc, Mutex};
use std::thread;

struct Bank {
    anna: Mutex<i64>,
    ben: Mutex<i64>,
}

fn transfer(bank: &Bank, amount: i64) {
    *bank.anna.lock().unwrap() -= amount;
    *bank.ben.lock().unwrap() += amount;
}

fn total(bank: &Bank) -> i64 {
    let anna = *bank.anna.lock().unwrap();
    let ben = *bank.ben.lock().unwrap();
    anna + ben
}

pub fn main() {
    let bank = Arc::new(Bank { anna: Mutex::new(100), ben: Mutex::new(100) });
    let theirs = Arc::clone(&bank);
    let other = thread::spawn(move || transfer(&theirs, 30));
    assert_eq!(total(&bank), 200);
    other.join().unwrap();
}
