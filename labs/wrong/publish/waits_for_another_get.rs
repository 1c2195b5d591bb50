// Refused: waits

// A lock of its own: whoever finds it taken asks again and again.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

#[derive(Default)]
struct Reading {
    is_locked: AtomicBool,
    celsius: AtomicU32,
    minute: AtomicU32,
    is_there: AtomicBool,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.celsius.store(celsius, Ordering::Relaxed);
        self.minute.store(minute, Ordering::Relaxed);
        self.is_there.store(true, Ordering::Release);
    }

    fn get(&self) -> Option<(u32, u32)> {
        while self.is_locked.swap(true, Ordering::Acquire) {
            thread::yield_now();
        }
        let there = self.is_there.load(Ordering::Acquire);
        let values = (self.celsius.load(Ordering::Relaxed), self.minute.load(Ordering::Relaxed));
        self.is_locked.store(false, Ordering::Release);
        there.then_some(values)
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
