// The last value that is set is the flag, one too high so that 0 means nothing.

use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Default)]
struct Reading {
    celsius: AtomicU32,
    minute: AtomicU32,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.celsius.store(celsius, Ordering::Relaxed);
        self.minute.store(minute + 1, Ordering::Release);
    }

    fn get(&self) -> Option<(u32, u32)> {
        let minute = self.minute.load(Ordering::Acquire).checked_sub(1)?;
        Some((self.celsius.load(Ordering::Relaxed), minute))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
