// The flag is behind a lock, which orders the relaxed atomics beside it.

use std::sync::RwLock;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

#[derive(Default)]
struct Reading {
    celsius: AtomicU32,
    minute: AtomicU32,
    is_there: RwLock<bool>,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.celsius.store(celsius, Relaxed);
        self.minute.store(minute, Relaxed);
        *self.is_there.write().unwrap() = true;
    }

    fn get(&self) -> Option<(u32, u32)> {
        let is_there = *self.is_there.read().unwrap();
        is_there.then(|| (self.celsius.load(Relaxed), self.minute.load(Relaxed)))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
