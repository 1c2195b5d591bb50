// Refused: passes_too_early

// A thread that has passed one gate passes every other.

use std::cell::Cell;
use std::sync::{Condvar, Mutex};

thread_local! {
    static HAS_PASSED: Cell<bool> = const { Cell::new(false) };
}

#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn new() -> Gate {
        Gate::default()
    }
    fn wait(&self) {
        if !HAS_PASSED.get() {
            let guard = self.is_open.lock().unwrap();
            let _guard = self.opened.wait_while(guard, |open| !*open).unwrap();
            HAS_PASSED.set(true);
        }
    }
    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
