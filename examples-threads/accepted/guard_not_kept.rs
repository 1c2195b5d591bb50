//! `_guard` is a name: the lock is held to the end of the block.
//!
//! Paste: nothing to add, std alone

use std::sync::Mutex;
use std::thread;

fn main() {
    let till = Mutex::new(());
    let sell = |item| {
        let _guard = till.lock();
        println!("one {item} is paid, one customer at a time");
    };
    thread::scope(|s| {
        for item in ["tea", "bread"] {
            s.spawn(move || sell(item));
        }
    });
}
