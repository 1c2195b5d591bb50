// Counts the changes before and after, and looks twice.

use std::sync::atomic::{AtomicU32, Ordering, fence};

#[derive(Default)]
struct Reading {
    changes: AtomicU32,
    celsius: AtomicU32,
    minute: AtomicU32,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.changes.fetch_add(1, Ordering::Relaxed);
        fence(Ordering::Release);
        self.celsius.store(celsius, Ordering::Relaxed);
        self.minute.store(minute, Ordering::Relaxed);
        self.changes.fetch_add(1, Ordering::Release);
    }

    fn get(&self) -> Option<(u32, u32)> {
        let before = self.changes.load(Ordering::Acquire);
        let celsius = self.celsius.load(Ordering::Relaxed);
        let minute = self.minute.load(Ordering::Relaxed);
        fence(Ordering::Acquire);
        let after = self.changes.load(Ordering::Relaxed);
        (before == 2 && after == 2).then_some((celsius, minute))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
