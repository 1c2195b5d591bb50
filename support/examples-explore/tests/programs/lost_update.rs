//! Two threads count, and one step may be lost.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

fn main() {
    let count = AtomicU32::new(0);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                let old = count.load(Ordering::SeqCst);
                count.store(old + 1, Ordering::SeqCst);
            });
        }
    });
    println!("counted to {}", count.into_inner());
}
