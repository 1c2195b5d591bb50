//! Two threads take two locks in two orders and deadlock for certain; one order fixes it.
//!
//! Not in the articles, which promise that there is no data race. Here there is none, and still the
//! program stands still. The compiler accepts both versions.
//!
//! Run: `cargo run -p examples-threads -- lock_order`
//! Paste: nothing to add, std alone

use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// An account with a lock of its own.
pub struct Account {
    /// Decides which of two locks is taken first.
    pub id: u32,
    /// In cents.
    pub balance: Mutex<i64>,
}

/// Moves money while it holds both locks: first the payer's, then the payee's.
pub fn transfer_payer_first(payer: &Account, payee: &Account, cents: i64, between: &Barrier) {
    let mut from = payer.balance.lock().expect("no holder panics");
    // Waits until each of the two threads holds its payer's lock. Without this, the deadlock would
    // come by chance: rarely in a test, and some day in production.
    between.wait();
    let mut to = payee.balance.lock().expect("no holder panics");
    *from -= cents;
    *to += cents;
}

/// Moves money too, but locks the account with the lower id first, whoever pays. Of two threads that
/// want both locks, the one that gets the first lock also gets the second.
pub fn transfer_lower_id_first(payer: &Account, payee: &Account, cents: i64, before: &Barrier) {
    // Both threads start at the same moment. Between the locks, this barrier could never open: two
    // threads would have to hold the same first lock.
    before.wait();
    let (first, second) = if payer.id < payee.id { (payer, payee) } else { (payee, payer) };
    let first = first.balance.lock().expect("no holder panics");
    let second = second.balance.lock().expect("no holder panics");
    let (mut from, mut to) = if payer.id < payee.id { (first, second) } else { (second, first) };
    *from -= cents;
    *to += cents;
}

/// Runs two opposite transfers between two accounts. Returns the balances in the order of the ids,
/// or `None` if the transfers are not done within `limit`.
pub fn run_two(
    transfer: fn(&Account, &Account, i64, &Barrier),
    limit: Duration,
) -> Option<[i64; 2]> {
    let accounts = [1, 2].map(|id| Arc::new(Account { id, balance: Mutex::new(10_000) }));
    let barrier = Arc::new(Barrier::new(2));
    let (done, wait) = mpsc::channel();
    for (payer, payee, cents) in [(0, 1, 3_000), (1, 0, 500)] {
        let (payer, payee) = (Arc::clone(&accounts[payer]), Arc::clone(&accounts[payee]));
        let (barrier, done) = (Arc::clone(&barrier), done.clone());
        // Not scoped threads: a scope would wait forever for deadlocked ones. These are left behind,
        // and end with the process.
        thread::spawn(move || {
            transfer(&payer, &payee, cents, &barrier);
            let _ = done.send(()); // After the limit, nobody receives it.
        });
    }
    for _ in 0..2 {
        wait.recv_timeout(limit).ok()?;
    }
    Some(accounts.map(|account| *account.balance.lock().expect("no holder panics")))
}

pub fn main() {
    match run_two(transfer_payer_first, Duration::from_millis(300)) {
        None => println!("payer's lock first: no end; each transfer waits for the other's lock"),
        Some(balances) => println!("payer's lock first: balances {balances:?}"),
    }
    match run_two(transfer_lower_id_first, Duration::MAX) {
        None => println!("lower id's lock first: no end"),
        Some(balances) => println!("lower id's lock first: both end; balances {balances:?}"),
    }
}
