//! Nothing is shared: `count` adds up what each worker counted. If the number must be read during
//! the work, share an atomic and change it in one step.
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
