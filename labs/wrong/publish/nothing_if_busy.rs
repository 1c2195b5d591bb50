// Refused: lost_value

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Default)]
struct Reading {
    is_busy: AtomicBool,
    both: Mutex<Option<(u32, u32)>>,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        *self.both.lock().unwrap() = Some((celsius, minute));
    }

    fn get(&self) -> Option<(u32, u32)> {
        if self.is_busy.swap(true, Ordering::SeqCst) {
            return None;
        }
        let both = *self.both.lock().unwrap();
        self.is_busy.store(false, Ordering::SeqCst);
        both
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
