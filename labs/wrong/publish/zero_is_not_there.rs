// Refused: half_set

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
        self.celsius.store(celsius, Ordering::SeqCst);
        self.minute.store(minute, Ordering::SeqCst);
    }

    fn get(&self) -> Option<(u32, u32)> {
        let minute = self.minute.load(Ordering::SeqCst);
        let celsius = self.celsius.load(Ordering::SeqCst);
        (celsius != 0).then_some((celsius, minute))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
