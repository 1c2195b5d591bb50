// Refused: deadlock

use std::sync::Barrier;

struct Gate {
    barrier: Barrier,
}

impl Gate {
    fn new() -> Gate {
        Gate { barrier: Barrier::new(2) }
    }

    fn wait(&self) {
        self.barrier.wait();
    }

    fn open(&self) {
        self.barrier.wait();
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
