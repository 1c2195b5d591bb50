//! The guard of a locked mutex is moved to another thread.
//!
//! Would go wrong: the lock would be released by a thread that never took it. On many systems a
//! mutex must be unlocked by the thread that locked it; anything else is undefined.
//! Paste: nothing to add, std alone

use std::sync::Mutex;
use std::thread;

fn main() {
    let balance = Mutex::new(100);
    thread::scope(|s| {
        let guard = balance.lock().expect("no holder panics");
        //~ error[E0277]: `std::sync::MutexGuard<'_, i32>` cannot be sent between threads safely
        s.spawn(move || println!("balance {}", *guard));
    });
}
