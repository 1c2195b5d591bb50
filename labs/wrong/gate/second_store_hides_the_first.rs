// Refused: not_ordered

// Who reads the second store has seen the second opener, and perhaps not the first.

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
        let guard = self.lock.lock().unwrap();
        let is_closed = |_: &mut ()| !self.is_open.load(Ordering::Acquire);
        let _guard = self.opened.wait_while(guard, is_closed).unwrap();
    }
    fn open(&self) {
        self.is_open.store(true, Ordering::Release);
        drop(self.lock.lock().unwrap());
        self.opened.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
