//! An `Rc` is cloned into a thread.
//!
//! Would go wrong: `Rc` counts its owners without synchronization. Two threads that clone and
//! drop at the same time lose a count, and the text is freed while it is still in use, or never.
//! Paste: nothing to add, std alone

use std::rc::Rc;
use std::thread;

fn main() {
    let text = Rc::new("a shared text".to_string());
    let for_thread = Rc::clone(&text);
    //~ error[E0277]: `Rc<String>` cannot be sent between threads safely
    let handle = thread::spawn(move || for_thread.len());
    println!("{text}: {} bytes", handle.join().expect("no panic"));
}
