//! It reads a file.

use std::{
    fs,
    thread,
};

fn main() {
    thread::spawn(|| fs::read("orders.txt")).join().unwrap().unwrap();
}
