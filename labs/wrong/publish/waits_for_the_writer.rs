// Refused: waits

// While `set` is between its first and its last line, `get` goes round.

use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::thread;

#[derive(Default)]
struct Reading {
    celsius: AtomicU32,
    minute: AtomicU32,
    state: AtomicU8,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.state.store(1, Ordering::Relaxed);
        self.celsius.store(celsius, Ordering::Relaxed);
        self.minute.store(minute, Ordering::Relaxed);
        self.state.store(2, Ordering::Release);
    }

    fn get(&self) -> Option<(u32, u32)> {
        loop {
            match self.state.load(Ordering::Acquire) {
                0 => return None,
                1 => thread::yield_now(),
                _ => {
                    let celsius = self.celsius.load(Ordering::Relaxed);
                    return Some((celsius, self.minute.load(Ordering::Relaxed)));
                }
            }
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
