//! The thread borrows the mutex and locks it itself.
//!
//! Paste: nothing to add, std alone

use std::sync::Mutex;
use std::thread;

fn main() {
    let balance = Mutex::new(100);
    thread::scope(|s| {
        s.spawn(|| println!("balance {}", *balance.lock().expect("no holder panics")));
    });
}
