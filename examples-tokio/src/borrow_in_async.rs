//! Futures under `join!` borrow local variables; spawned tasks must own what they use.
//!
//! Article B, "Understanding the Trade-offs", says that async code often needs `Arc` and `Mutex`.
//! Spawned tasks need something of the kind, as threads do. Futures joined in one task need neither.
//!
//! Run: `cargo run -p examples-tokio -- borrow_in_async`
//! Paste: `cargo add tokio --features macros,rt`

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task;

/// Returns the first line of a letter, the number of its words, and how many bytes were read.
pub async fn joined(letter: &str) -> (&str, usize, usize) {
    // Both futures borrow the letter, and even change the same number without a lock or an atomic:
    // they are parts of one task, which runs on one thread at a time.
    let bytes_read = Cell::new(0);
    let first_line = async {
        task::yield_now().await; // Now the other one runs.
        bytes_read.update(|bytes| bytes + letter.len());
        letter.lines().next().unwrap_or("")
    };
    let words = async {
        bytes_read.update(|bytes| bytes + letter.len());
        letter.split_whitespace().count()
    };
    let (first_line, words) = tokio::join!(first_line, words);
    (first_line, words, bytes_read.get()) // `first_line` still borrows from the caller's letter.
}

/// Returns the same, from two tasks. Each might outlive this function and run on another thread, so
/// both own a share of all that they use, and the line is copied.
pub async fn spawned(letter: String) -> (String, usize, usize) {
    let shared = Arc::new((letter, AtomicUsize::new(0)));
    let (for_line, for_words) = (Arc::clone(&shared), Arc::clone(&shared));
    let first_line = task::spawn(async move {
        let (letter, bytes_read) = &*for_line;
        bytes_read.fetch_add(letter.len(), Ordering::Relaxed);
        letter.lines().next().unwrap_or("").to_string()
    });
    let words = task::spawn(async move {
        let (letter, bytes_read) = &*for_words;
        bytes_read.fetch_add(letter.len(), Ordering::Relaxed);
        letter.split_whitespace().count()
    });
    let (first_line, words) = tokio::try_join!(first_line, words).expect("no task panics");
    (first_line, words, shared.1.load(Ordering::Relaxed))
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let letter = "the parcel left on monday\nand it came on thursday\n".to_string();
    println!("joined:  {:?}", joined(&letter).await);
    println!("spawned: {:?}", spawned(letter).await);
}
