//! `join!` lends local variables to futures that run together; `spawn` has to give them away.
//!
//! Article B, "Understanding the Trade-offs", says that async code often needs `Arc` and `Mutex`.
//! Spawned tasks do, as threads do. Futures that are joined in one task need neither.
//!
//! Run: `cargo run -p examples-tokio -- borrow_in_async`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Barrier;
use tokio::task;

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let letter = "the parcel left on monday\nand it came on thursday\n".to_string();
    let (words, longest, lines) = joined(&letter).await;
    println!(
        "joined:  {words} words, the longest is {longest:?}; together they read {lines} lines"
    );
    let (words, longest, lines) = spawned(letter).await;
    println!(
        "spawned: {words} words, the longest is {longest:?}; together they read {lines} lines"
    );
}

/// The number of words in a letter, its first word that is longest in bytes, and how many lines
/// both of its readers have read.
pub async fn joined(letter: &str) -> (usize, &str, usize) {
    // The letter and these two are lent to both futures: neither `Arc` nor `Mutex`, not even for
    // the number that both change. `Cell` is enough, because one task runs on one thread at a time.
    let lines_read = Cell::new(0);
    let meeting = Barrier::new(2);
    let step = || lines_read.set(lines_read.get() + 1);
    let (words, longest) =
        tokio::join!(count(letter, step, &meeting), find(letter, step, &meeting));
    (words, longest, lines_read.get()) // `longest` still borrows from the caller's letter
}

/// The same by two tasks, each of which might outlive this function, and run on another thread. So
/// both own a share of all that they use, and the longest word has to be copied.
///
/// # Panics
/// If no Tokio runtime runs it.
pub async fn spawned(letter: String) -> (usize, String, usize) {
    let shared = Arc::new((letter, AtomicUsize::new(0), Barrier::new(2)));
    let (for_count, for_find) = (Arc::clone(&shared), Arc::clone(&shared));
    let counting = task::spawn(async move {
        let (letter, lines_read, meeting) = &*for_count;
        count(letter, || add_one(lines_read), meeting).await
    });
    let finding = task::spawn(async move {
        let (letter, lines_read, meeting) = &*for_find;
        find(letter, || add_one(lines_read), meeting).await.to_string()
    });
    let words = counting.await.expect("it does not panic");
    let longest = finding.await.expect("it does not panic");
    (words, longest, shared.1.load(Ordering::Relaxed))
}

fn add_one(number: &AtomicUsize) {
    number.fetch_add(1, Ordering::Relaxed);
}

async fn count(letter: &str, step: impl Fn(), meeting: &Barrier) -> usize {
    // Neither reader goes on before the other is here too: both are under way at the same time.
    meeting.wait().await;
    letter.lines().inspect(|_| step()).map(|line| line.split_whitespace().count()).sum()
}

async fn find<'a>(letter: &'a str, step: impl Fn(), meeting: &Barrier) -> &'a str {
    meeting.wait().await;
    let words = letter.lines().inspect(|_| step()).flat_map(str::split_whitespace);
    words
        .reduce(|longest, word| if word.len() > longest.len() { word } else { longest })
        .unwrap_or("")
}
