//! What is no slice: `par_bridge` for an iterator, `scope` for a tree; order is lost.
//!
//! The articles use `par_iter`, which takes what has a length and can be cut anywhere. The lines of
//! a reader have no length until the last is read, and a tree has no middle to cut it at.
//!
//! Run: `cargo run -p examples-rayon -- bridge`
//! Paste: `cargo add rayon`

use std::io::{self, BufRead};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::Scope;
use rayon::prelude::*;

/// Returns the number and the words of each line, in any order.
///
/// # Errors
/// If a line can't be read: one of the errors.
pub fn count_words(text: impl BufRead + Send) -> io::Result<Vec<(usize, usize)>> {
    // Workers take one line after the other, under a lock: only the counting is parallel. So the iterator
    // must not call Rayon itself: it would wait for workers that wait for the lock.
    let lines = text.lines().enumerate().par_bridge();
    lines.map(|(number, line)| Ok((number, line?.split_whitespace().count()))).collect()
}

/// A folder: the bytes of its own files, and the folders in it.
pub struct Folder(pub u64, pub Vec<Folder>);

/// Returns the bytes in `root` and all folders below it.
pub fn total_bytes(root: &Folder) -> u64 {
    let total = AtomicU64::new(0);
    // Returns when all jobs are done, also those that jobs have started, so jobs may borrow.
    rayon::scope(|s| add_bytes(root, &total, s));
    total.into_inner()
}

fn add_bytes<'a>(folder: &'a Folder, total: &'a AtomicU64, s: &Scope<'a>) {
    // A job of a scope returns nothing. Where the order does not matter, an atomic collects.
    total.fetch_add(folder.0, Ordering::Relaxed);
    for inner in &folder.1 {
        s.spawn(move |s| add_bytes(inner, total, s));
    }
}

pub fn main() -> io::Result<()> {
    let text = "one line\nand a second line\nthe last\n";
    let mut counts = count_words(text.as_bytes())?;
    for (number, words) in &counts {
        println!("line {number} has {words} words");
    }
    counts.sort_unstable(); // The numbers bring the order back.
    println!("sorted: {counts:?}");

    let photos = Folder(500, vec![Folder(70, vec![]), Folder(8, vec![Folder(9, vec![])])]);
    println!("bytes in all folders: {}", total_bytes(&photos));
    Ok(())
}
