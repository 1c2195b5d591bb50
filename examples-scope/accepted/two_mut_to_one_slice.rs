//! `split_at_mut` makes two slices of one; no index leads from one into the other.
//!
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    let mut pixels = [128_u8; 16];
    let (left, right) = pixels.split_at_mut(8);
    thread::scope(|s| {
        s.spawn(|| left.fill(0));
        s.spawn(|| right.fill(255));
    });
    println!("{pixels:?}");
}
