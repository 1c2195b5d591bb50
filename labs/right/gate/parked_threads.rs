// The threads that wait are in a list, and each is unparked.

use std::sync::Mutex;
use std::thread::{self, Thread};

struct Gate {
    /// The threads that wait; none once the gate is open.
    waiting: Mutex<Option<Vec<Thread>>>,
}

impl Gate {
    fn new() -> Gate {
        Gate { waiting: Mutex::new(Some(vec![])) }
    }

    fn wait(&self) {
        if let Some(waiting) = &mut *self.waiting.lock().unwrap() {
            waiting.push(thread::current());
        }
        while self.waiting.lock().unwrap().is_some() {
            thread::park();
        }
    }

    fn open(&self) {
        for thread in self.waiting.lock().unwrap().take().into_iter().flatten() {
            thread.unpark();
        }
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
