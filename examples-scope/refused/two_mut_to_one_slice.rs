//! Two scoped threads write to one slice, each to its own half.
//!
//! Would go wrong: two live `&mut` to the same array are undefined behavior, even if each thread
//! writes to its own half only. And with one wrong index, both would write to the same pixel.
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    let mut pixels = [128_u8; 16];
    thread::scope(|s| {
        s.spawn(|| pixels[..8].fill(0));
        //~ error[E0499]: cannot borrow `pixels` as mutable more than once at a time
        s.spawn(|| pixels[8..].fill(255));
    });
    println!("{pixels:?}");
}
