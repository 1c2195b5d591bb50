//! A scoped thread's handle leaves the scope, to be joined later.
//!
//! Would go wrong: a scope ends when its threads have ended and their results are taken. This one
//! would wait for a result that nobody can take before it ends: for ever.
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    let text = "pears, figs and plums".to_string();
    //~ error: lifetime may not live long enough
    let handle = thread::scope(|s| s.spawn(|| text.split_whitespace().count()));
    println!("{} words", handle.join().expect("counting does not panic"));
}
