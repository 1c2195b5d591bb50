//! Two scoped threads share a `&RefCell`.
//!
//! Would go wrong: a `RefCell` counts its borrows in a plain number. Two threads could both find it
//! free, and both write to the map.
//! Paste: nothing to add, std alone

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::thread;

fn main() {
    let stock = RefCell::new(BTreeMap::from([("pears", 12), ("figs", 30)]));
    thread::scope(|s| {
        //~ error[E0277]: `RefCell<BTreeMap<&str, i32>>` cannot be shared between threads safely
        s.spawn(|| stock.borrow_mut().insert("plums", 5));
        s.spawn(|| stock.borrow_mut().remove("figs"));
    });
    println!("{:?}", stock.into_inner());
}
