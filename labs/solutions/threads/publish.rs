// The two halves belong together: `Release` says that all that was written before comes with the flag, and
// `Acquire` takes it over. The values themselves need no ordering of their own.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// A temperature, and when it was measured.
#[derive(Default)]
struct Reading {
    celsius: AtomicU32,
    minute: AtomicU32,
    is_there: AtomicBool,
}

impl Reading {
    /// Returns a reading that is not there yet.
    fn new() -> Reading {
        Reading::default()
    }

    /// Sets both values.
    fn set(&self, celsius: u32, minute: u32) {
        self.celsius.store(celsius, Ordering::Relaxed);
        self.minute.store(minute, Ordering::Relaxed);
        self.is_there.store(true, Ordering::Release);
    }

    /// Returns both values, if they are there.
    fn get(&self) -> Option<(u32, u32)> {
        if self.is_there.load(Ordering::Acquire) {
            Some((self.celsius.load(Ordering::Relaxed), self.minute.load(Ordering::Relaxed)))
        } else {
            None
        }
    }
}

fn main() {
    let reading = Reading::new();
    std::thread::scope(|s| {
        s.spawn(|| reading.set(21, 90));
        println!("while it is set: {:?}", reading.get());
    });
    println!("then: {:?}", reading.get());
}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
