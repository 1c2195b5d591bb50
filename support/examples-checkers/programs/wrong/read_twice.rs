//! A thread takes a read lock twice. A writer that came in between waits for the first, and the second waits
//! behind the writer.
//!
//! From: the documentation of `RwLock`, "Potential deadlock example",
//! <https://doc.rust-lang.org/std/sync/struct.RwLock.html>; <https://github.com/lightningdevkit/rust-lightning/pull/2006>
//! Fails: deadlock

use std::sync::{Arc, RwLock};
use std::thread;

pub fn main() {
    let settings = Arc::new(RwLock::new((1, 2)));
    let theirs = Arc::clone(&settings);
    let writer = thread::spawn(move || theirs.write().unwrap().0 += 1);
    let first = settings.read().unwrap();
    let second = settings.read().unwrap();
    assert_eq!(first.0, second.0);
    drop((first, second));
    writer.join().unwrap();
}
