//! It does not compile.

use std::sync::Mutex;

fn main() {
    let count = Mutex::new(0);
    let number: u32 = count;
    println!("{number}");
}
