//! Crossbeam's `AtomicCell` makes each operation whole, not two of them together.
//!
//! From: the documentation of `AtomicCell`, <https://docs.rs/crossbeam/latest/crossbeam/atomic/struct.AtomicCell.html>
//! Fails: assertion
//! Not under shuttle: it has nothing of Crossbeam's.
//! Not under loom: it has nothing of Crossbeam's.

use std::sync::Arc;
use std::thread;

use crossbeam::atomic::AtomicCell;

fn add_one(cell: &AtomicCell<u32>) {
    let old = cell.load();
    cell.store(old + 1);
}

pub fn main() {
    let cell = Arc::new(AtomicCell::new(0));
    let theirs = Arc::clone(&cell);
    let other = thread::spawn(move || add_one(&theirs));
    add_one(&cell);
    other.join().unwrap();
    assert_eq!(cell.load(), 2);
}
