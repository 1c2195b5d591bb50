// Refused: closes_again

use std::sync::{Condvar, Mutex};

struct Gate {
    times_opened: Mutex<u32>,
    changed: Condvar,
}

impl Gate {
    fn new() -> Gate {
        Gate { times_opened: Mutex::new(0), changed: Condvar::new() }
    }

    fn wait(&self) {
        let times = self.times_opened.lock().unwrap();
        drop(self.changed.wait_while(times, |times| *times % 2 == 0).unwrap());
    }

    fn open(&self) {
        *self.times_opened.lock().unwrap() += 1;
        self.changed.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
