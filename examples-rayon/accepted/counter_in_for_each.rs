//! Nothing is shared: `count` adds up what the workers counted. Where the number must be read while
//! the work goes on, an atomic is shared, and changed in one step.
//!
//! Paste: `cargo add rayon`

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

fn main() {
    let words = ["a", "rose", "is", "a", "rose"];
    let count = words.par_iter().filter(|word| word.len() > 1).count();
    println!("{count}");

    let seen = AtomicUsize::new(0);
    words.par_iter().filter(|word| word.len() > 1).for_each(|_| {
        seen.fetch_add(1, Ordering::Relaxed);
    });
    println!("{}", seen.into_inner());
}
