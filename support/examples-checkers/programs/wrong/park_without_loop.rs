//! A thread parks, and takes its waking for the signal. Another part of the program had unparked it before.
//!
//! From: the documentation of `thread::park`, <https://doc.rust-lang.org/std/thread/fn.park.html>
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

pub fn main() {
    let ready = Arc::new(AtomicBool::new(false));
    let theirs = Arc::clone(&ready);
    let waiter = thread::spawn(move || {
        thread::park();
        assert!(theirs.load(SeqCst), "woken, but not ready");
    });
    waiter.thread().unpark(); // for something else
    ready.store(true, SeqCst);
    waiter.thread().unpark();
    waiter.join().unwrap();
}
