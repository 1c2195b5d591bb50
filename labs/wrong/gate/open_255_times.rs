// Refused: closes_again

// The openings are counted in a byte.

use std::sync::{Condvar, Mutex};

struct Gate(Mutex<u8>, Condvar);

impl Gate {
    fn new() -> Gate {
        Gate(Mutex::new(0), Condvar::new())
    }
    fn wait(&self) {
        let opened = self.0.lock().unwrap();
        let _unused = self.1.wait_while(opened, |opened| *opened == 0).unwrap();
    }
    fn open(&self) {
        let mut opened = self.0.lock().unwrap();
        *opened = opened.wrapping_add(1);
        self.1.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
