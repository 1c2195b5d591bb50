//! Two scoped threads borrow the variables of the function that starts them.
//!
//! Article B, "std::thread::scope: Primary Recommendation": the scope does not end before its
//! threads are done, so they may use the function's own variables. `thread::spawn` can't allow that: its
//! thread may outlive the function, and needs a text of its own or an `Arc` of one.
//!
//! Run: `cargo run -p examples-scope -- borrow_locals`
//! Paste: nothing to add, std alone

use std::cmp::Reverse;
use std::thread;

/// Counts the words of a text on one thread, while another one looks for the longest word. Returns
/// both: the first of several equally long words, and `(0, "")` for a text without words.
pub fn count_and_longest(text: &str) -> (usize, &str) {
    let mut count = 0;

    // `s` starts threads, and `scope` returns when the closures of all have returned.
    let longest = thread::scope(|s| {
        // No `move`: this thread borrows `text` to read it, and `count` to write to it. Nothing
        // else can touch `count` until the scope ends, so there is no need for a lock.
        s.spawn(|| count = words(text).count());

        // This one reads the same text at the same time, and returns what it finds instead.
        let finder = s.spawn(|| words(text).min_by_key(|word| Reverse(word.chars().count())));
        finder.join().expect("looking at words does not panic")
    }); // Nothing joined the first thread, so the scope waits for it here, and `count` is free again.

    (count, longest.unwrap_or_default())
}

/// Returns the words between spaces, without the punctuation around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

pub fn main() {
    let text = "A scope lends out what it holds, and takes it back \
                when every borrower is done."
        .to_string();
    let (count, longest) = count_and_longest(&text);
    println!("{text}");
    println!("words: {count}");
    println!("the longest: {longest}");
}
