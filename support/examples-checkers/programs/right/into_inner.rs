//! Two threads give their handle of a shared value back. Exactly one gets the value.
//!
//! From: the documentation of `Arc::into_inner`,
//! <https://doc.rust-lang.org/std/sync/struct.Arc.html#method.into_inner>
//! Not under loom: its `Arc` has no `into_inner`.

use std::sync::Arc;
use std::thread;

fn give_back(value: Arc<String>) -> usize {
    usize::from(Arc::into_inner(value).is_some())
}

pub fn main() {
    let mine = Arc::new("shared".to_string());
    let theirs = Arc::clone(&mine);
    let other = thread::spawn(move || give_back(theirs));
    let got = give_back(mine) + other.join().unwrap();
    assert_eq!(got, 1);
}
