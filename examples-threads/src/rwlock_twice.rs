//! A thread reads twice under one lock, and stands still when a writer waits between.
//!
//! Not in the articles. Any number of readers may hold an `RwLock` at once, so a second `read` on the same
//! thread looks harmless, and mostly is. But readers that come after a waiting writer wait behind it.
//!
//! Run: `cargo run -p examples-threads -- rwlock_twice`
//! Paste: nothing to add, std alone

use std::sync::{Arc, RwLock, mpsc};
use std::thread;
use std::time::Duration;

/// The prices of a shop in cents.
pub type Prices = Vec<u32>;

/// Returns the sum. It locks for itself, which its name does not say.
pub fn total(prices: &RwLock<Prices>) -> u32 {
    prices.read().expect("no writer panics").iter().sum()
}

/// Returns the sum. New: it takes what the lock guards, so it can't lock.
pub fn total_of(prices: &Prices) -> u32 {
    prices.iter().sum()
}

/// Returns the average, or `None` if it is not there within `limit`. With `writer`, another thread begins
/// to wait for the lock in the middle. With `twice`, this one reads again under its own guard.
pub fn average(writer: bool, twice: bool, limit: Duration) -> Option<u32> {
    let prices = Arc::new(RwLock::new(vec![100, 200, 600]));
    let (done, wait) = mpsc::channel();
    // Not scoped: if it stands still, it is left behind, and ends with the process.
    thread::spawn(move || {
        let guard = prices.read().expect("no writer panics");
        if writer {
            let shared = Arc::clone(&prices);
            thread::spawn(move || shared.write().expect("no writer panics").push(900));
            // Until the writer waits. From then on a reader has to wait as well.
            while prices.try_read().is_ok() {
                thread::yield_now();
            }
        }
        let total = if twice { total(&prices) } else { total_of(&guard) };
        let _ = done.send(total / guard.len() as u32); // After the limit, nobody receives it.
    });
    wait.recv_timeout(limit).ok()
}

pub fn main() {
    println!("read twice: {:?}", average(false, true, Duration::MAX));
    let stuck = average(true, true, Duration::from_millis(300));
    println!("read twice, and a writer waits between, after 300 ms: {stuck:?}");
    println!("read once, and a writer waits: {:?}", average(true, false, Duration::MAX));
}
