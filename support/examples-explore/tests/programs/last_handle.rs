//! Main takes the value when the other thread has counted. That thread may still have its handle.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::Arc;
use std::thread;

fn main() {
    let count = Arc::new(AtomicU32::new(0));
    let theirs = Arc::clone(&count);
    thread::spawn(move || {
        theirs.fetch_add(1, SeqCst);
    });
    if count.load(SeqCst) == 1 {
        Arc::try_unwrap(count).expect("no other handle is left");
    }
}
