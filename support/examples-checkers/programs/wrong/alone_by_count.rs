//! Each thread looks whether its handle of a shared value is the last one, and if so, cleans up. Both look before either
//! drops its handle: nobody cleans up.
//!
//! From: the documentation of `Arc::strong_count`, "another thread can change the strong count at any time",
//! <https://doc.rust-lang.org/std/sync/struct.Arc.html#method.strong_count>
//! Fails: assertion
//! Needs: a choice between two steps of `Arc`

use std::sync::Arc;
use std::thread;

fn is_last(value: Arc<String>) -> bool {
    Arc::strong_count(&value) == 1
}

pub fn main() {
    let mine = Arc::new("shared".to_string());
    let theirs = Arc::clone(&mine);
    let other = thread::spawn(move || is_last(theirs));
    let cleaned = is_last(mine);
    assert!(other.join().unwrap() || cleaned, "nobody has cleaned up");
}
