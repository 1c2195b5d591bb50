//! Two scoped threads write to one slice, each to its own half.
//!
//! Would go wrong: nothing, as long as the halves are right. But the compiler does not reason about
//! indices: with a mistake in one of them, both threads would write to the same pixel at once.
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
