// The flag is a cell of Crossbeam's, which orders the relaxed atomics beside it.

use crossbeam::atomic::AtomicCell;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

#[derive(Default)]
struct Reading {
    celsius: AtomicU32,
    minute: AtomicU32,
    is_there: AtomicCell<bool>,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.celsius.store(celsius, Relaxed);
        self.minute.store(minute, Relaxed);
        self.is_there.store(true);
    }

    fn get(&self) -> Option<(u32, u32)> {
        self.is_there.load().then(|| (self.celsius.load(Relaxed), self.minute.load(Relaxed)))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
