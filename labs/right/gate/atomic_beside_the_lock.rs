// The flag is an atomic, looked at and set under the lock.

use std::sync::atomic::{AtomicBool, Ordering};
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
        if self.is_open.load(Ordering::Acquire) {
            return;
        }
        let mut guard = self.lock.lock().unwrap();
        while !self.is_open.load(Ordering::Acquire) {
            guard = self.opened.wait(guard).unwrap();
        }
    }

    fn open(&self) {
        let _guard = self.lock.lock().unwrap();
        self.is_open.store(true, Ordering::Release);
        self.opened.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
