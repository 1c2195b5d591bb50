// Wait for a state, not for a signal. About 15 minutes.
//
// A `Gate` is closed when it is made, and stays open once it was opened. `wait` returns when the gate is
// open: at once if it was opened before. It may be opened more than once. Any number of threads can wait.
// While they wait they sleep: they do not ask again and again. A thread that has passed sees all that was
// written before the gate was first opened, also if another thread has opened it since. Use what std and
// Crossbeam offer.
//
// Read: cargo page threads/condvar

/// Lets threads through when it was opened.
struct Gate {}

impl Gate {
    /// Returns a gate that is closed.
    fn new() -> Gate {
        Gate {}
    }

    /// Waits until the gate is open.
    fn wait(&self) {
        // TODO: So far nobody waits. The gate needs something that remembers whether it is open, and
        // something to sleep on.
    }

    /// Opens the gate for all that wait and all that will come.
    fn open(&self) {}
}

fn main() {
    // Room to try things out; this line ends it when it stands still.
    labs::trial();
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
