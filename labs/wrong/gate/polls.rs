// Refused: busy_waiting

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

struct Gate {
    is_open: Mutex<bool>,
}

impl Gate {
    fn new() -> Gate {
        Gate { is_open: Mutex::new(false) }
    }

    fn wait(&self) {
        while !*self.is_open.lock().unwrap() {
            thread::sleep(Duration::from_millis(10));
        }
    }

    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
