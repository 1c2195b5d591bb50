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

/// Which of two accounts a transfer locks first.
#[derive(Clone, Copy, PartialEq)]
pub enum First {
    /// The payer's. Two opposite transfers begin with different locks.
    Payer,
    /// The lower number's, whoever pays. The thread that gets the first lock also gets the second.
    Lower,
}

/// Runs two opposite transfers between accounts 0 and 1. Returns the balances, or `None` if the
/// transfers are not done within `limit`.
pub fn run_two(lock: First, limit: Duration) -> Option<[i64; 2]> {
    let accounts = Arc::new([10_000, 10_000].map(Mutex::new));
    let barrier = Arc::new(Barrier::new(2));
    let (done, wait) = mpsc::channel();
    for (payer, payee, cents) in [(0, 1, 3_000), (1, 0, 500)] {
        let (accounts, barrier, done) = (Arc::clone(&accounts), Arc::clone(&barrier), done.clone());
        let mut changes = [(payer, -cents), (payee, cents)];
        if lock == First::Lower {
            changes.sort();
        }
        // Not scoped threads: a scope would wait forever for deadlocked ones. These are left behind,
        // and end with the process.
        thread::spawn(move || {
            let [mine, other] = changes.map(|(account, change)| (&accounts[account], change));
            let mut first = mine.0.lock().expect("no holder panics");
            if lock == First::Payer {
                barrier.wait(); // Each holds its first lock. Without this, the deadlock would be rare.
            }
            let mut second = other.0.lock().expect("no holder panics");
            *first += mine.1;
            *second += other.1;
            let _ = done.send(()); // After the limit, nobody receives it.
        });
    }
    for _ in 0..2 {
        wait.recv_timeout(limit).ok()?;
    }
    Some([0, 1].map(|account: usize| *accounts[account].lock().expect("no holder panics")))
}

pub fn main() {
    let stuck = run_two(First::Payer, Duration::from_millis(300));
    println!("payer's lock first, after 300 ms: {stuck:?}");
    let balances = run_two(First::Lower, Duration::MAX);
    println!("lower number's lock first: {balances:?}");
}
