//! The writer has a release fence before it raises the flag, and the reader has none.
//!
//! From: Preshing, Acquire and Release Fences, <https://preshing.com/20130922/acquire-and-release-fences/> (with one of
//! the two left out)
//! Fails: assertion
//! Needs: weak memory

use std::sync::Arc;
use std::sync::atomic::Ordering::{Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicUsize, fence};
use std::thread;

struct Board {
    data: AtomicUsize,
    ready: AtomicBool,
}

pub fn main() {
    let board = Arc::new(Board { data: AtomicUsize::new(0), ready: AtomicBool::new(false) });
    let theirs = Arc::clone(&board);
    let writer = thread::spawn(move || {
        theirs.data.store(42, Relaxed);
        fence(Release);
        theirs.ready.store(true, Relaxed);
    });
    if board.ready.load(Relaxed) {
        assert_eq!(board.data.load(Relaxed), 42);
    }
    writer.join().unwrap();
}
