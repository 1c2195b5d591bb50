// Refused: not_ordered

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

#[derive(Default)]
struct Reading {
    celsius: AtomicU32,
    minute: AtomicU32,
    is_there: AtomicBool,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.is_there.store(true, Ordering::Release);
        self.celsius.store(celsius, Ordering::Relaxed);
        self.minute.store(minute, Ordering::Relaxed);
    }

    fn get(&self) -> Option<(u32, u32)> {
        if self.is_there.load(Ordering::Acquire) {
            Some((self.celsius.load(Ordering::Relaxed), self.minute.load(Ordering::Relaxed)))
        } else {
            None
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
