//! The result is read before the thread that makes it has ended.
//!
//! From: the Rust book, section 16.1, "Waiting for All Threads to Finish",
//! <https://doc.rust-lang.org/book/ch16-01-threads.html>
//! Fails: assertion

use std::sync::{Arc, Mutex};
use std::thread;

pub fn main() {
    let words = Arc::new(Mutex::new(Vec::new()));
    let theirs = Arc::clone(&words);
    let other = thread::spawn(move || theirs.lock().unwrap().push("hello"));
    let count = words.lock().unwrap().len();
    other.join().unwrap();
    assert_eq!(count, 1);
}
