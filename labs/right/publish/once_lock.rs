// Std has a type for it.

use std::sync::OnceLock;

#[derive(Default)]
struct Reading(OnceLock<(u32, u32)>);

impl Reading {
    fn new() -> Reading {
        Reading::default()
    }

    fn set(&self, celsius: u32, minute: u32) {
        self.0.set((celsius, minute)).expect("`set` is called once");
    }

    fn get(&self) -> Option<(u32, u32)> {
        self.0.get().copied()
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn publish(Reading::new, Reading::set, Reading::get);
}
