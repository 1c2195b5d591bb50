//! Five workers start and end; `main` joins them, because sleeping is not joining.
//!
//! Article A, "Goroutines": `main` starts five goroutines, sleeps for two seconds and says that all
//! of them completed. Here the fifth takes longer than anyone guessed, so `main` wakes up too early;
//! only `join` knows. `go/goroutines.go` is the same program in Go and prints the same lines.
//!
//! Run: `cargo run -p examples-worker-pool -- goroutines`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Says that it starts, waits, and says that it is done. With a `gate` it waits until the gate's
/// sender is dropped, else for a twentieth of a second.
pub fn worker(id: u32, gate: Option<Receiver<()>>) {
    println!("worker {id} starts");
    match gate {
        Some(gate) => assert!(gate.recv().is_err(), "nobody sends through the gate"),
        None => thread::sleep(Duration::from_millis(50)), // stands for waiting
    }
    println!("worker {id} is done");
}

pub fn main() {
    let (opener, gate) = mpsc::channel();
    let mut gate = Some(gate);

    // `go worker(id)` gives nothing back. `spawn` gives a handle: what it does for `main` below,
    // Go does with a `sync.WaitGroup`, counted by hand, or since Go 1.25 by `group.Go(f)`.
    let handles: Vec<_> = (1..=5)
        .map(|id| {
            let gate = if id == 5 { gate.take() } else { None };
            thread::spawn(move || worker(id, gate))
        })
        .collect();

    // The article's way: long enough for all, one hopes. Worker 5 waits for more than time.
    thread::sleep(Duration::from_millis(200));
    println!("main has slept; is worker 5 done? {}", handles[4].is_finished());
    drop(opener);

    for handle in handles {
        handle.join().expect("no worker panics");
    }
    println!("all five are joined");
}
