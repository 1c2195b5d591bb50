//! Ends the process, which the explorer does not follow.

use std::{process, thread};

fn main() {
    thread::spawn(|| process::exit(3)).join().unwrap();
}
