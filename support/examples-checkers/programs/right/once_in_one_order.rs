//! Two parts are set up once. One of them sets up the other first; the other needs nothing.
//!
//! From: the documentation of `Once::call_once`,
//! <https://doc.rust-lang.org/std/sync/struct.Once.html#method.call_once>
//! Not under loom: it has no `Once`

use std::sync::{Arc, Once};
use std::thread;

struct Parts {
    reader: Once,
    writer: Once,
}

fn reader_first(parts: &Parts) {
    parts.reader.call_once(|| parts.writer.call_once(|| ()));
}

fn writer_first(parts: &Parts) {
    parts.writer.call_once(|| ());
    reader_first(parts);
}

pub fn main() {
    let parts = Arc::new(Parts { reader: Once::new(), writer: Once::new() });
    let theirs = Arc::clone(&parts);
    let other = thread::spawn(move || reader_first(&theirs));
    writer_first(&parts);
    other.join().unwrap();
    assert!(parts.reader.is_completed() && parts.writer.is_completed());
}
