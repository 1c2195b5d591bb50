// Refused: not_ordered

// The flag is right, and what was written before it may not be there.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Condvar, Mutex};

struct Gate {
    is_open: AtomicBool,
    lock: Mutex<()>,
    opened: Condvar,
}

impl Gate {
    fn new() -> Gate {
        Gate { is_open: false.into(), lock: Mutex::default(), opened: Condvar::default() }
    }
    fn wait(&self) {
        if self.is_open.load(Relaxed) {
            return;
        }
        let guard = self.lock.lock().unwrap();
        let _guard = self.opened.wait_while(guard, |()| !self.is_open.load(Relaxed)).unwrap();
    }
    fn open(&self) {
        let _guard = self.lock.lock().unwrap();
        self.is_open.store(true, Relaxed);
        self.opened.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
