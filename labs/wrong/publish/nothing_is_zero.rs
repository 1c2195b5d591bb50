// Refused: lost_value

use std::sync::Mutex;

#[derive(Default)]
struct Reading(Mutex<(u32, u32)>);

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        *self.0.lock().unwrap() = (celsius, minute);
    }

    fn get(&self) -> Option<(u32, u32)> {
        let both = *self.0.lock().unwrap();
        (both != (0, 0)).then_some(both)
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
