//! `Arc` counts with an atomic, so it may be sent.
//!
//! Paste: `cargo add crossbeam`

use std::sync::Arc;
use std::thread;

use crossbeam::channel;

fn main() {
    let (sender, receiver) = channel::unbounded::<Arc<String>>();
    let kitchen = thread::spawn(move || receiver.iter().map(|order| order.len()).sum::<usize>());

    let order = Arc::new("soup".to_string());
    sender.send(Arc::clone(&order)).expect("the kitchen takes every order");
    drop(sender);

    println!("{order}: {} bytes", kitchen.join().expect("the kitchen does not panic"));
}
