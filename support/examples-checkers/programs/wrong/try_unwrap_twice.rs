//! Two threads give their handle of a shared value back, and the last one is to get the value. Both may fail before
//! either has dropped its handle: nobody gets it.
//!
//! From: the documentation of `Arc::into_inner`, which exists for this,
//! <https://doc.rust-lang.org/std/sync/struct.Arc.html#method.into_inner>
//! Fails: assertion
//! Needs: a choice between two steps of `Arc`

use std::sync::Arc;
use std::thread;

fn give_back(value: Arc<String>) -> usize {
    usize::from(Arc::try_unwrap(value).is_ok())
}

pub fn main() {
    let mine = Arc::new("shared".to_string());
    let theirs = Arc::clone(&mine);
    let other = thread::spawn(move || give_back(theirs));
    let got = give_back(mine) + other.join().unwrap();
    assert_eq!(got, 1);
}
