use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::thread;

fn main() {
    let answer = AtomicU32::new(0);
    let ready = AtomicBool::new(false);
    thread::scope(|s| {
        s.spawn(|| {
            answer.store(42, Relaxed);
            ready.store(true, Relaxed);
        });
        s.spawn(|| {
            if ready.load(Relaxed) {
                assert_eq!(answer.load(Relaxed), 42);
            }
        });
    });
}
