//! Each thread gives its handle of a shared value back. The last one gets the value, and cleans up.
//!
//! From: the documentation of `Arc::into_inner`,
//! <https://doc.rust-lang.org/std/sync/struct.Arc.html#method.into_inner>
//! Not under loom: its `Arc` has no `into_inner`

use std::sync::Arc;
use std::thread;

fn is_last(value: Arc<String>) -> bool {
    Arc::into_inner(value).is_some()
}

pub fn main() {
    let mine = Arc::new("shared".to_string());
    let theirs = Arc::clone(&mine);
    let other = thread::spawn(move || is_last(theirs));
    let cleaned = is_last(mine);
    assert!(other.join().unwrap() != cleaned, "one of them cleans up");
}
