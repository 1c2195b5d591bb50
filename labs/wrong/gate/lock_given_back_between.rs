// Refused: missed

use std::sync::{Condvar, Mutex};

struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn new() -> Gate {
        Gate { is_open: Mutex::new(false), opened: Condvar::new() }
    }

    fn wait(&self) {
        loop {
            if *self.is_open.lock().unwrap() {
                return;
            }
            let guard = self.is_open.lock().unwrap();
            drop(self.opened.wait(guard).unwrap());
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
