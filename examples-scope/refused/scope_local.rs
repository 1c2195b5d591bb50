//! A scoped thread borrows a variable of the scope's own closure.
//!
//! Would go wrong: the closure frees its variables when it returns. The scope waits for its threads
//! only then, so the thread could read the text after it is freed.
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    thread::scope(|s| {
        let text = "pears, figs and plums".to_string();
        //~ error[E0373]: closure may outlive the current function, but it borrows `text`, which is owned by the current function
        s.spawn(|| println!("{} words", text.split_whitespace().count()));
    });
}
