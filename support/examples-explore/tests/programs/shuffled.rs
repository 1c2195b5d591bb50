//! A `HashMap` has another order in each run.

use std::collections::HashMap;
use std::thread;

fn main() {
    let squares: HashMap<u32, u32> = (0..20).map(|n| (n, n * n)).collect();
    thread::spawn(move || println!("{squares:?}")).join().unwrap();
}
