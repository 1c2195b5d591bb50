//! The workers share an `Rc`, which does not count its owners atomically.
//!
//! Would go wrong: two workers clone or drop it at once, and one change of the count is lost. Then
//! the name is freed while a worker still reads it, or never.
//! Paste: `cargo add rayon`

use std::rc::Rc;

use rayon::prelude::*;

fn entry(word: &str, page: Rc<str>) -> String {
    format!("{word}: {page}")
}

fn main() {
    let page: Rc<str> = "page 7".into();
    let words = ["anvil", "bellows", "chisel"];
    //~ error[E0277]: `Rc<str>` cannot be shared between threads safely
    let index: Vec<_> = words.par_iter().map(|word| entry(word, Rc::clone(&page))).collect();
    println!("{index:?}");
}
