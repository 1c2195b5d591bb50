//! `Arc` counts its owners with atomic operations.
//!
//! Paste: nothing to add, std alone

use std::sync::Arc;
use std::thread;

fn main() {
    let text = Arc::new("a shared text".to_string());
    let for_thread = Arc::clone(&text);
    let handle = thread::spawn(move || for_thread.len());
    println!("{text}: {} bytes", handle.join().expect("no panic"));
}
