//! Five workers start and end; `main` joins them, because sleeping is not joining.
//!
//! Article A, "Goroutines": `main` starts five goroutines, sleeps for two seconds and says that all of
//! them completed. Here the fifth takes longer than that sleep, so `main` wakes up too early. Only `join`
//! knows. `go/goroutines.go` is the same program in Go and prints the same lines.
//!
//! Run: `cargo run -p examples-worker-pool -- goroutines`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// Prints that it starts, waits, and prints that it is done. With a `gate` it waits until the gate's
/// sender is dropped, otherwise for 50 ms.
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

    // `go worker(id)` returns nothing. `spawn` returns a handle to join. Go joins with a
    // `sync.WaitGroup`, which the program counts by hand, or since Go 1.25 by `group.Go(f)`.
    let handles: Vec<_> = (1..=5)
        .map(|id| {
            let gate = if id == 5 { gate.take() } else { None };
            thread::spawn(move || worker(id, gate))
        })
        .collect();

    // The article's way: a sleep that should be long enough. Worker 5 waits for more than time.
    thread::sleep(Duration::from_millis(200));
    println!("main has slept; is worker 5 done? {}", handles[4].is_finished());
    drop(opener);

    for handle in handles {
        handle.join().expect("no worker panics");
    }
    println!("all five are joined");
}
