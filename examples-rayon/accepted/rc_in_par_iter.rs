//! An `Arc` counts its owners atomically. A reference needs no count at all: Rayon waits for its
//! workers, so they can borrow.
//!
//! Paste: `cargo add rayon`

use std::sync::Arc;

use rayon::prelude::*;

fn entry(word: &str, page: Arc<str>) -> String {
    format!("{word}: {page}")
}

fn entry_by_reference(word: &str, page: &str) -> String {
    format!("{word}: {page}")
}

fn main() {
    let page: Arc<str> = "page 7".into();
    let words = ["anvil", "bellows", "chisel"];
    let index: Vec<_> = words.par_iter().map(|word| entry(word, Arc::clone(&page))).collect();
    println!("{index:?}");
    let index: Vec<_> = words.par_iter().map(|word| entry_by_reference(word, &page)).collect();
    println!("{index:?}");
}
