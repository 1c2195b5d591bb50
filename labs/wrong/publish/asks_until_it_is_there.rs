// Refused: waits

use std::sync::Mutex;
use std::thread;

#[derive(Default)]
struct Reading(Mutex<Option<(u32, u32)>>);

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        *self.0.lock().unwrap() = Some((celsius, minute));
    }

    fn get(&self) -> Option<(u32, u32)> {
        loop {
            let both = *self.0.lock().unwrap();
            if both.is_some() {
                return both;
            }
            thread::yield_now();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
