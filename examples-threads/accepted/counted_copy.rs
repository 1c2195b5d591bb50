//! The thread returns what it counted, and nothing is shared.
//!
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    let handle = thread::spawn(|| {
        let mut count = 0;
        for _ in 0..1_000 {
            count += 1;
        }
        count
    });
    println!("counted {}", handle.join().expect("no panic"));
}
