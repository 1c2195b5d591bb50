//! The handle of a scoped thread leaves the scope, to be joined later.
//!
//! Would go wrong: a scope ends when each result of its threads is taken or dropped. This one would
//! wait forever, for a result that could be taken only after it ends.
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    let text = "pears, figs and plums".to_string();
    //~ error: lifetime may not live long enough
    let handle = thread::scope(|s| s.spawn(|| text.split_whitespace().count()));
    println!("{} words", handle.join().expect("counting does not panic"));
}
