// Refused: busy_waiting

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

struct Gate {
    is_open: AtomicBool,
}

impl Gate {
    fn new() -> Gate {
        Gate { is_open: AtomicBool::new(false) }
    }

    fn wait(&self) {
        while !self.is_open.load(SeqCst) {
            std::hint::spin_loop();
        }
    }

    fn open(&self) {
        self.is_open.store(true, SeqCst);
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
