// Refused: passes_too_early

use std::sync::{Condvar, Mutex};

static IS_OPEN: Mutex<bool> = Mutex::new(false);

struct Gate {
    opened: Condvar,
}

impl Gate {
    fn new() -> Gate {
        Gate { opened: Condvar::new() }
    }

    fn wait(&self) {
        let mut is_open = IS_OPEN.lock().unwrap();
        while !*is_open {
            is_open = self.opened.wait(is_open).unwrap();
        }
    }

    fn open(&self) {
        *IS_OPEN.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
