// Refused: passes_too_early

use std::sync::{Condvar, Mutex};

static IS_OPEN: Mutex<bool> = Mutex::new(false);
static OPENED: Condvar = Condvar::new();

struct Gate {}

impl Gate {
    fn new() -> Gate {
        Gate {}
    }

    fn wait(&self) {
        let is_open = IS_OPEN.lock().unwrap();
        drop(OPENED.wait_while(is_open, |is_open| !*is_open).unwrap());
    }

    fn open(&self) {
        *IS_OPEN.lock().unwrap() = true;
        OPENED.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
