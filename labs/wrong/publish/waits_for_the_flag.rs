// Refused: waits

use std::sync::OnceLock;

struct Reading {
    values: OnceLock<(u32, u32)>,
}

impl Reading {
    fn new() -> Reading {
        Reading { values: OnceLock::new() }
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.values.set((celsius, minute)).unwrap();
    }

    fn get(&self) -> Option<(u32, u32)> {
        Some(*self.values.wait())
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
