//! As in `publish_relaxed`, but the flag is raised with `Release`. The reader's `Relaxed` spoils it.
//!
//! From: Alglave, Maranget and Tautschnig, Herding Cats, ACM TOPLAS 36(2), 2014 (message passing, MP)
//! Fails: assertion
//! Needs: weak memory

use std::sync::Arc;
use std::sync::atomic::Ordering::{Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicUsize};
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
        theirs.ready.store(true, Release);
    });
    if board.ready.load(Relaxed) {
        assert_eq!(board.data.load(Relaxed), 42);
    }
    writer.join().unwrap();
}
