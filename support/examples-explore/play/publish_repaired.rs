use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::thread;

fn main() {
    let answer = AtomicU32::new(0);
    let ready = AtomicBool::new(false);
    thread::scope(|s| {
        s.spawn(|| {
            answer.store(42, Relaxed);
            ready.store(true, Release);
        });
        s.spawn(|| {
            if ready.load(Acquire) {
                assert_eq!(answer.load(Relaxed), 42);
            }
        });
    });
}
