//! The text is declared before the scope, and so it lives until all threads are done. (A text of the
//! scope's closure would go to its only thread with `move`.)
//!
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    let text = "pears, figs and plums".to_string();
    thread::scope(|s| {
        s.spawn(|| println!("{} words", text.split_whitespace().count()));
    });
}
