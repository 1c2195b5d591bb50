// std has such a gate.

use std::sync::OnceLock;

struct Gate {
    opened: OnceLock<()>,
}

impl Gate {
    fn new() -> Gate {
        Gate { opened: OnceLock::new() }
    }

    fn wait(&self) {
        self.opened.wait();
    }

    fn open(&self) {
        let _ = self.opened.set(());
    }
}

fn main() {}

labs::exercise! {
    #[test]
    fn gate(Gate::new, Gate::wait, Gate::open);
}
