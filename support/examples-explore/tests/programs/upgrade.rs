//! A thread looks whether a value is still there, and relies on it when main may have dropped it.

use std::sync::Arc;
use std::thread;

fn main() {
    let value = Arc::new(7);
    let weak = Arc::downgrade(&value);
    let other = thread::spawn(move || {
        if weak.strong_count() > 0 {
            println!("{}", weak.upgrade().expect("it was there"));
        }
    });
    drop(value);
    other.join().unwrap();
}
