//! `move`: the thread takes the variable along.
//!
//! Paste: nothing to add, std alone

use std::thread;

fn greet(name: String) -> thread::JoinHandle<()> {
    thread::spawn(move || println!("Hello, {name}!"))
}

fn main() {
    greet("Ferris".to_string()).join().expect("the thread does not panic");
}
