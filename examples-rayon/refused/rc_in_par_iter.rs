//! The workers share an `Rc`, which counts its owners without any care for other threads.
//!
//! Would go wrong: two workers clone or drop it at once, a count is lost, and the name is freed
//! while somebody still reads it, or never.
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
