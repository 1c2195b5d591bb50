//! A thread parks once for each of two signals. Both come before it parks, and one token is all that is kept.
//!
//! From: the documentation of `thread::park`, <https://doc.rust-lang.org/std/thread/fn.park.html>
//! Fails: deadlock

use std::thread;

pub fn main() {
    let waiter = thread::spawn(|| {
        thread::park();
        thread::park();
    });
    waiter.thread().unpark();
    waiter.thread().unpark();
    waiter.join().unwrap();
}
