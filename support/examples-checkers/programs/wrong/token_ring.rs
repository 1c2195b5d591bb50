//! Each of two threads copies its left neighbor's number, plus one. The result depends on who comes first.
//!
//! From: SCTBench, token_ring_bad, <https://github.com/mc-imperial/sctbench>
//! Fails: assertion

use std::sync::{Arc, Mutex};
use std::thread;

fn pass(ring: &[Mutex<u32>; 3], seat: usize) {
    let left = *ring[seat - 1].lock().unwrap();
    *ring[seat].lock().unwrap() = left + 1;
}

pub fn main() {
    let ring = Arc::new([Mutex::new(0), Mutex::new(0), Mutex::new(0)]);
    let theirs = Arc::clone(&ring);
    let other = thread::spawn(move || pass(&theirs, 1));
    pass(&ring, 2);
    other.join().unwrap();
    assert_eq!([0, 1, 2].map(|seat| *ring[seat].lock().unwrap()), [0, 1, 2]);
}
