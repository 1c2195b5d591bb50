//! A thread borrows a local variable of the function that spawned it.
//!
//! Would go wrong: `greet` may return before the thread reads `name`, and `name` would be gone.
//! Paste: nothing to add, std alone

use std::thread;

fn greet(name: String) -> thread::JoinHandle<()> {
    //~ error[E0373]: closure may outlive the current function, but it borrows `name`, which is owned by the current function
    thread::spawn(|| println!("Hello, {name}!"))
}

fn main() {
    greet("Ferris".to_string()).join().expect("the thread does not panic");
}
