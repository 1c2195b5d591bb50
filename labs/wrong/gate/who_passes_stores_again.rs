// Refused: not_ordered

// Who has passed stores the flag once more, and hands nothing on with it.

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
        if !self.is_open.load(Ordering::Acquire) {
            let guard = self.lock.lock().unwrap();
            let is_closed = |_: &mut ()| !self.is_open.load(Ordering::Acquire);
            let _guard = self.opened.wait_while(guard, is_closed).unwrap();
        }
        self.is_open.store(true, Ordering::Relaxed);
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
