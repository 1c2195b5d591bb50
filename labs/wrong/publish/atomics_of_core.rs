// Refused: not_ordered

// Nothing orders the loads after the flag's. The atomics of `core` are those of std.

use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

struct Reading(AtomicU32, AtomicU32, AtomicBool);

impl Reading {
    fn new() -> Reading {
        Reading(AtomicU32::new(0), AtomicU32::new(0), ::core::sync::atomic::AtomicBool::new(false))
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.0.store(celsius, Ordering::Relaxed);
        self.1.store(minute, Ordering::Relaxed);
        self.2.store(true, Ordering::Release);
    }

    fn get(&self) -> Option<(u32, u32)> {
        let is_there = self.2.load(Ordering::Relaxed);
        is_there.then(|| (self.0.load(Ordering::Relaxed), self.1.load(Ordering::Relaxed)))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
