// A channel that carries nothing: the gate opens when its sender goes.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

struct Gate {
    closed: Mutex<Option<Sender<()>>>,
    end: Mutex<Receiver<()>>,
}

impl Gate {
    fn new() -> Gate {
        let (sender, receiver) = channel();
        Gate { closed: Mutex::new(Some(sender)), end: Mutex::new(receiver) }
    }

    fn wait(&self) {
        let _ = self.end.lock().unwrap().recv();
    }

    fn open(&self) {
        self.closed.lock().unwrap().take();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
