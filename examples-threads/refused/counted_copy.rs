//! Only a warning: `move` makes a copy of the counter for the thread, and the thread counts the copy.
//!
//! Goes wrong: the program compiles, runs, and prints 0.
//! Paste: nothing to add, std alone

use std::thread;

fn main() {
    let mut count = 0;
    let handle = thread::spawn(move || {
        for _ in 0..1_000 {
            //~ warning
            count += 1;
        }
    });
    handle.join().expect("no panic");
    println!("counted {count}");
}
