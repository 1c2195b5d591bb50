//! A thread parks until it sees the flag: tokens that come too early, or twice, do no harm.
//!
//! From: the documentation of `thread::park`, <https://doc.rust-lang.org/std/thread/fn.park.html>

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{Acquire, Release};
use std::thread;

pub fn main() {
    let ready = Arc::new(AtomicBool::new(false));
    let theirs = Arc::clone(&ready);
    let waiter = thread::spawn(move || {
        while !theirs.load(Acquire) {
            thread::park();
        }
    });
    waiter.thread().unpark(); // for something else
    ready.store(true, Release);
    waiter.thread().unpark();
    waiter.join().unwrap();
}
