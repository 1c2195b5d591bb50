//! Is right, but takes the lock too often.

use std::sync::Mutex;
use std::thread;

fn main() {
    let sum = Mutex::new(0);
    thread::scope(|s| {
        s.spawn(|| (0..100_000).for_each(|n| *sum.lock().unwrap() += n));
    });
}
