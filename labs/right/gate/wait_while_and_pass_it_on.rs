// Only one is told, and each one that wakes tells the next.

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
        let is_open = self.is_open.lock().unwrap();
        let _is_open = self.opened.wait_while(is_open, |is_open| !*is_open).unwrap();
        self.opened.notify_one();
    }

    fn open(&self) {
        let mut is_open = self.is_open.lock().unwrap();
        *is_open = true;
        self.opened.notify_one();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
