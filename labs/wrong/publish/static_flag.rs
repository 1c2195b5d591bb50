// Refused: outlives_the_call

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

static IS_THERE: AtomicBool = AtomicBool::new(false);
static VALUES: Mutex<(u32, u32)> = Mutex::new((0, 0));

struct Reading {}

impl Reading {
    fn new() -> Reading {
        Reading {}
    }

    fn set(&self, celsius: u32, minute: u32) {
        *VALUES.lock().unwrap() = (celsius, minute);
        IS_THERE.store(true, Ordering::Release);
    }

    fn get(&self) -> Option<(u32, u32)> {
        IS_THERE.load(Ordering::Acquire).then(|| *VALUES.lock().unwrap())
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
