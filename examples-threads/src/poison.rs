//! A panic under a lock poisons it; three answers: panic too, look anyway, repair.
//!
//! Not in the articles. A thread that panics releases its locks, but what they guard may be half
//! changed. From then on `lock` returns an error, which holds the guard all the same.
//!
//! Run: `cargo run -p examples-threads -- poison`
//! Paste: nothing to add, std alone

use std::sync::{Mutex, PoisonError};
use std::thread;

/// Two balances in cents. Every transfer leaves their sum at 20,000, unless it panics.
pub type Accounts = Mutex<[i64; 2]>;

/// Moves money from the first account to the second.
///
/// # Panics
/// If the first account has too little. This bug is left in: the check comes after the change. Also
/// if the lock is poisoned.
pub fn transfer(accounts: &Accounts, cents: i64) {
    // First answer: panic too. After one thread has failed, no other works with broken data.
    let mut accounts = accounts.lock().expect("no transfer has panicked");
    accounts[0] -= cents;
    assert!(accounts[0] >= 0, "too little money");
    accounts[1] += cents;
}

/// Returns the balances, also after a panic.
pub fn balances(accounts: &Accounts) -> [i64; 2] {
    // Second answer: use the data as it is. Right for data that can't be half changed, and to look.
    *accounts.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Corrects the first balance, so that the sum is right again, and ends the poisoning.
pub fn repair(accounts: &Accounts) {
    // Third answer: repair the data, if there is enough left to repair it from.
    let mut balances = accounts.lock().unwrap_or_else(PoisonError::into_inner);
    balances[0] = 20_000 - balances[1];
    accounts.clear_poison();
}

pub fn main() {
    let accounts = Mutex::new([10_000, 10_000]);
    let panics = |cents| thread::scope(|s| s.spawn(|| transfer(&accounts, cents)).join().is_err());

    println!("a transfer of 12000 panics: {}", panics(12_000));
    println!("a transfer of 500 panics too, for the lock is poisoned: {}", panics(500));
    println!("the balances, looked at all the same: {:?}", balances(&accounts));
    repair(&accounts);
    println!("the balances, repaired: {:?}", balances(&accounts));
    println!("a transfer of 500 panics: {}; {:?}", panics(500), balances(&accounts));
}
