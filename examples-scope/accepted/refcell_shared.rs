//! A `Mutex` allows the same, one thread at a time. In a scope it needs no `Arc` around it.
//!
//! Paste: nothing to add, std alone

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

fn main() {
    let stock = Mutex::new(BTreeMap::from([("pears", 12), ("figs", 30)]));
    thread::scope(|s| {
        s.spawn(|| stock.lock().expect("no thread panics").insert("plums", 5));
        s.spawn(|| stock.lock().expect("no thread panics").remove("figs"));
    });
    println!("{:?}", stock.into_inner().expect("no thread panicked"));
}
