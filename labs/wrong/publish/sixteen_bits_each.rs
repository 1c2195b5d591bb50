// Refused: lost_value

use std::sync::atomic::{AtomicU64, Ordering};

struct Reading(AtomicU64);

impl Reading {
    fn new() -> Reading {
        Reading(AtomicU64::new(0))
    }

    fn set(&self, celsius: u32, minute: u32) {
        let both = u64::from(celsius & 0xFFFF) << 16 | u64::from(minute & 0xFFFF);
        self.0.store(1 << 32 | both, Ordering::Release);
    }

    fn get(&self) -> Option<(u32, u32)> {
        let both = self.0.load(Ordering::Acquire);
        (both != 0).then_some(((both >> 16 & 0xFFFF) as u32, (both & 0xFFFF) as u32))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
