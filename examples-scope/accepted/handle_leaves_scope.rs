//! The handle is joined inside the scope, and only the result leaves it.
//!
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    let text = "pears, figs and plums".to_string();
    let count = thread::scope(|s| {
        let handle = s.spawn(|| text.split_whitespace().count());
        handle.join().expect("counting does not panic")
    });
    println!("{count} words");
}
