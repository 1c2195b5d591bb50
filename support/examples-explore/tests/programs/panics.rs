//! The last seat may be sold twice.

use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;

fn main() {
    let seats = AtomicI32::new(1);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                if seats.load(Ordering::SeqCst) > 0 {
                    seats.fetch_sub(1, Ordering::SeqCst);
                }
            });
        }
    });
    let left = seats.into_inner();
    assert!(left >= 0, "{left} seats are left");
}
