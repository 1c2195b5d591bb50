// Refused: missed

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};

struct Gate {
    is_open: AtomicBool,
    lock: Mutex<()>,
    opened: Condvar,
}

impl Gate {
    fn new() -> Gate {
        Gate { is_open: AtomicBool::new(false), lock: Mutex::new(()), opened: Condvar::new() }
    }

    fn wait(&self) {
        let guard = self.lock.lock().unwrap();
        let is_closed = |_: &mut ()| !self.is_open.load(Ordering::SeqCst);
        drop(self.opened.wait_while(guard, is_closed).unwrap());
    }

    fn open(&self) {
        self.is_open.store(true, Ordering::SeqCst);
        self.opened.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
