//! A program of several files.

#![forbid(unsafe_code)]

mod shelf;

use std::thread;

use shelf::Shelf;

const LOAVES: u32 = 2;

fn main() {
    let shelf = Shelf::full();
    let taken = thread::scope(|s| [(); 3].map(|()| s.spawn(|| shelf.take())).map(|t| t.join().unwrap()));
    println!("{} of {LOAVES} loaves are sold", taken.iter().filter(|taken| **taken).count());
}
