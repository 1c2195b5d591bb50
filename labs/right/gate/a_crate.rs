//! It speaks of the crate, of the real std and of its own modules.
#![allow(dead_code)]

use ::std::sync::Condvar;

use crate::state::State;

mod state {
    use std::sync::Mutex;

    #[derive(Default)]
    pub struct State {
        pub is_open: Mutex<bool>,
    }
}

struct Gate {
    state: State,
    opened: Condvar,
}

impl Gate {
    fn new() -> Gate {
        Gate { state: crate::state::State::default(), opened: Condvar::new() }
    }

    fn wait(&self) {
        let is_open = self.state.is_open.lock().unwrap();
        drop(self.opened.wait_while(is_open, |is_open| !*is_open).unwrap());
    }

    fn open(&self) {
        *self.state.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
