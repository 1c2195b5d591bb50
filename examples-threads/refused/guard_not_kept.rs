//! Refused by a lint: `_` is no name and keeps nothing, so the lock is free before the work begins.
//!
//! If it compiled: two threads could add at the same time, as if there were no lock.
//! Paste: nothing to add, std alone

use std::sync::Mutex;
use std::thread;

fn main() {
    let till = Mutex::new(());
    let sell = |item| {
        //~ error[let_underscore_lock]: non-binding let on a synchronization lock
        let _ = till.lock();
        println!("one {item} is paid, one customer at a time");
    };
    thread::scope(|s| {
        for item in ["tea", "bread"] {
            s.spawn(move || sell(item));
        }
    });
}
