// Refused: outlives_the_call

// All readings keep their values in one place.

use std::sync::Mutex;

static VALUES: Mutex<(u32, u32)> = Mutex::new((0, 0));

struct Reading(Mutex<bool>);

impl Reading {
    fn new() -> Reading {
        Reading(Mutex::new(false))
    }

    fn set(&self, celsius: u32, minute: u32) {
        let mut is_there = self.0.lock().unwrap();
        *VALUES.lock().unwrap() = (celsius, minute);
        *is_there = true;
    }

    fn get(&self) -> Option<(u32, u32)> {
        let is_there = self.0.lock().unwrap();
        is_there.then(|| *VALUES.lock().unwrap())
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
