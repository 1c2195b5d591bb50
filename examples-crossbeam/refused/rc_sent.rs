//! `main` sends an `Rc` to another thread, and keeps a clone.
//!
//! Would go wrong: `Rc` counts its owners without synchronization. Two threads that drop theirs at
//! the same time lose a count, and the text is never freed.
//! Paste: `cargo add crossbeam`

use std::rc::Rc;
use std::thread;

use crossbeam::channel;

fn main() {
    let (sender, receiver) = channel::unbounded::<Rc<String>>();
    //~ error[E0277]: `Rc<String>` cannot be sent between threads safely
    let kitchen = thread::spawn(move || receiver.iter().map(|order| order.len()).sum::<usize>());

    let order = Rc::new("soup".to_string());
    sender.send(Rc::clone(&order)).expect("the kitchen takes every order");
    drop(sender);

    println!("{order}: {} bytes", kitchen.join().expect("the kitchen does not panic"));
}
