// Refused: half_set

use std::sync::Mutex;

#[derive(Default)]
struct Reading {
    celsius: Mutex<Option<u32>>,
    minute: Mutex<u32>,
}

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        *self.celsius.lock().unwrap() = Some(celsius);
        *self.minute.lock().unwrap() = minute;
    }

    fn get(&self) -> Option<(u32, u32)> {
        let celsius = (*self.celsius.lock().unwrap())?;
        Some((celsius, *self.minute.lock().unwrap()))
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
