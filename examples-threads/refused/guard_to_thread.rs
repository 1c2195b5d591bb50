//! The guard of a locked mutex is moved to another thread.
//!
//! Would go wrong: a thread would release a lock that it never took. On many systems only the thread
//! that locked a mutex may unlock it.
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
