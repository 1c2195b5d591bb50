// Refused: waits

// The same with a sleep: `get` returns when `set` has ended.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

#[derive(Default)]
struct Reading {
    is_being_set: AtomicBool,
    values: OnceLock<(u32, u32)>,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.is_being_set.store(true, SeqCst);
        let _ = self.values.set((celsius, minute));
    }

    fn get(&self) -> Option<(u32, u32)> {
        while self.is_being_set.load(SeqCst) && self.values.get().is_none() {
            thread::sleep(Duration::from_secs(1));
        }
        self.values.get().copied()
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
