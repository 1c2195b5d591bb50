//! Futures under `join!` borrow local variables; spawned tasks must own what they use.
//!
//! Article B, "Understanding the Trade-offs", says that async code often needs `Arc` and `Mutex`.
//! Spawned tasks need something of the kind, as threads do. Futures joined in one task need neither.
//!
//! Run: `cargo run -p examples-tokio -- borrow_in_async`
//! Paste: `cargo add tokio --features macros,rt,sync`

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Barrier;
use tokio::task;

/// Returns the number of words in a letter, its longest word (the last, if there are several), and
/// how many bytes its two readers read together.
pub async fn joined(letter: &str) -> (usize, &str, usize) {
    // Both futures borrow the letter and these two. They even change the same number without a lock
    // or an atomic: they are parts of one task, which runs on one thread at a time.
    let bytes_read = Cell::new(0);
    let meeting = Barrier::new(2);
    let counting = async {
        meeting.wait().await; // opens when both readers are here: they run at the same time
        bytes_read.update(|bytes| bytes + letter.len());
        letter.split_whitespace().count()
    };
    let finding = async {
        meeting.wait().await;
        bytes_read.update(|bytes| bytes + letter.len());
        longest_word(letter)
    };
    let (words, longest) = tokio::join!(counting, finding);
    (words, longest, bytes_read.get()) // `longest` still borrows from the caller's letter.
}

/// Returns the same, from two tasks. Each might outlive this function and run on another thread, so
/// both own a share of all that they use, and the longest word is copied.
///
/// # Panics
/// If no Tokio runtime is running.
pub async fn spawned(letter: String) -> (usize, String, usize) {
    let shared = Arc::new((letter, AtomicUsize::new(0), Barrier::new(2)));
    let (for_counting, for_finding) = (Arc::clone(&shared), Arc::clone(&shared));
    let counting = task::spawn(async move {
        let (letter, bytes_read, meeting) = &*for_counting;
        meeting.wait().await;
        bytes_read.fetch_add(letter.len(), Ordering::Relaxed);
        letter.split_whitespace().count()
    });
    let finding = task::spawn(async move {
        let (letter, bytes_read, meeting) = &*for_finding;
        meeting.wait().await;
        bytes_read.fetch_add(letter.len(), Ordering::Relaxed);
        longest_word(letter).to_string()
    });
    let words = counting.await.expect("counting does not panic");
    let longest = finding.await.expect("finding does not panic");
    (words, longest, shared.1.load(Ordering::Relaxed))
}

fn longest_word(letter: &str) -> &str {
    letter.split_whitespace().max_by_key(|word| word.len()).unwrap_or("")
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let letter = "the parcel left on monday\nand it came on thursday\n".to_string();
    let (words, longest, bytes) = joined(&letter).await;
    println!("joined:  {words} words, the longest is {longest:?}; {bytes} bytes read together");
    let (words, longest, bytes) = spawned(letter).await;
    println!("spawned: {words} words, the longest is {longest:?}; {bytes} bytes read together");
}
