//! The lines live outside the scope, so the producer may send borrows of them. (It would send a line
//! of its own as a whole: `send(line)`.)
//!
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

fn main() {
    let lines: Vec<_> = (1..=3).map(|number| format!("order {number}")).collect();
    let (sender, receiver) = channel::unbounded();
    thread::scope(|s| {
        let lines = &lines;
        s.spawn(move || {
            for line in lines {
                sender.send(line.as_str()).expect("main receives to the end");
            }
        });
        for line in &receiver {
            println!("{line}");
        }
    });
}
