// Refused: busy_waiting

// Who comes while the gate is being opened asks again and again.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

#[derive(Default)]
struct Gate {
    opens: AtomicBool,
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn new() -> Gate {
        Gate::default()
    }
    fn wait(&self) {
        while self.opens.load(SeqCst) && !*self.is_open.lock().unwrap() {
            thread::yield_now();
        }
        let _guard = self.opened.wait_while(self.is_open.lock().unwrap(), |open| !*open).unwrap();
    }
    fn open(&self) {
        self.opens.store(true, SeqCst);
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
