//! A thread asks again and again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

fn main() {
    let is_open = AtomicBool::new(false);
    thread::scope(|s| {
        s.spawn(|| is_open.store(true, Ordering::Release));
        while !is_open.load(Ordering::Acquire) {
            thread::yield_now();
        }
        println!("open");
    });
}
