//! A scoped producer sends borrows of its own local variable.
//!
//! Would go wrong: each line is freed at the end of its turn, perhaps before `main` receives it.
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

fn main() {
    let (sender, receiver) = channel::unbounded();
    thread::scope(|s| {
        s.spawn(move || {
            for number in 1..=3 {
                let line = format!("order {number}");
                //~ error[E0597]: `line` does not live long enough
                sender.send(line.as_str()).expect("main receives to the end");
            }
        });
        for line in &receiver {
            println!("{line}");
        }
    });
}
