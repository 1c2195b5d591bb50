// The lock guards the state that threads wait for, and the `Condvar` tells them that it has changed. The
// look and the falling asleep are one step under the lock, so no opening comes in between.

use std::sync::{Condvar, Mutex};

/// Lets threads through when it was opened.
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    /// Returns a gate that is closed.
    fn new() -> Gate {
        Gate { is_open: Mutex::new(false), opened: Condvar::new() }
    }

    /// Waits until the gate is open.
    fn wait(&self) {
        let mut is_open = self.is_open.lock().expect("no holder panics");
        // Not `if`: a thread may wake for no reason.
        while !*is_open {
            is_open = self.opened.wait(is_open).expect("no holder panics");
        }
    }

    /// Opens the gate for all that wait and all that will come.
    fn open(&self) {
        *self.is_open.lock().expect("no holder panics") = true;
        self.opened.notify_all();
    }
}

fn main() {
    let gate = Gate::new();
    std::thread::scope(|s| {
        for number in 1..=2 {
            let gate = &gate;
            s.spawn(move || {
                gate.wait();
                println!("thread {number} has passed");
            });
        }
        println!("the gate opens");
        gate.open();
    });
}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
