//! A handle that is dropped takes one off the count, and looks afterwards whether the count is zero. Two handles
//! may both see zero, and free the value twice.
//!
//! From: the Linux kernel's rules for reference counts,
//! <https://docs.kernel.org/core-api/kref.html>
//! Fails: assertion

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;

struct Counted {
    handles: AtomicUsize,
    freed: AtomicUsize,
}

fn drop_handle(counted: &Counted) {
    counted.handles.fetch_sub(1, SeqCst);
    if counted.handles.load(SeqCst) == 0 {
        counted.freed.fetch_add(1, SeqCst);
    }
}

pub fn main() {
    let counted = Arc::new(Counted { handles: AtomicUsize::new(2), freed: AtomicUsize::new(0) });
    let theirs = Arc::clone(&counted);
    let other = thread::spawn(move || drop_handle(&theirs));
    drop_handle(&counted);
    other.join().unwrap();
    assert_eq!(counted.freed.load(SeqCst), 1);
}
