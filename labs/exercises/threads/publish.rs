// What a thread sees that has seen a flag. About 10 minutes.
//
// One thread calls `set` once, with a temperature and the minute in which it was measured. Other threads may
// call `get` at any time, before and after. It does not wait: it returns `None` as long as nothing is there,
// and both values, as they were set, from then on. A lock of std or Crossbeam that is never held for long is
// no wait; to ask again and again is one. A value may be any number below `u32::MAX`, 0 as well. Use what std
// and Crossbeam offer.
//
// It must be right on every processor that has these atomics; `AtomicU64` is allowed, too. The grader tries
// many orders that the program allows, also some that your own processor never shows.
//
// Read: cargo page threads/publish

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
        // TODO: So far another thread may see that the values are there, and not see the values.
        self.celsius.store(celsius, Ordering::Relaxed);
        self.minute.store(minute, Ordering::Relaxed);
        self.is_there.store(true, Ordering::Relaxed);
    }

    /// Returns both values, if they are there.
    fn get(&self) -> Option<(u32, u32)> {
        if self.is_there.load(Ordering::Relaxed) {
            Some((self.celsius.load(Ordering::Relaxed), self.minute.load(Ordering::Relaxed)))
        } else {
            None
        }
    }
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
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
