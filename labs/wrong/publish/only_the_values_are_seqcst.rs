// Refused: not_ordered

// The relaxed flag may be there before the values.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// A temperature, and when it was measured.
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
        self.celsius.store(celsius, Ordering::SeqCst);
        self.minute.store(minute, Ordering::SeqCst);
        self.is_there.store(true, Ordering::Relaxed);
    }

    fn get(&self) -> Option<(u32, u32)> {
        self.is_there
            .load(Ordering::Relaxed)
            .then(|| (self.celsius.load(Ordering::SeqCst), self.minute.load(Ordering::SeqCst)))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
