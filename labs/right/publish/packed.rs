// Both values in one atomic: there is nothing to order.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

struct Reading(AtomicU64);

impl Reading {
    fn new() -> Reading {
        Reading(AtomicU64::new(u64::MAX))
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.0.store(u64::from(celsius) << 32 | u64::from(minute), Relaxed);
    }

    fn get(&self) -> Option<(u32, u32)> {
        match self.0.load(Relaxed) {
            u64::MAX => None,
            both => Some(((both >> 32) as u32, both as u32)),
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
