//! Five threads start, wait and finish; `main` joins them all.
//!
//! Article A, "Standard Threads": each `thread::spawn` starts an operating-system thread, and all
//! five wait at the same time.
//!
//! Run: `cargo run -p examples-threads -- spawn_join`
//! Paste: nothing to add, std alone

use std::thread;
use std::time::Duration;

pub fn main() {
    let handles: Vec<_> = (0..5)
        .map(|id| {
            // `move`: the thread may outlive this closure, so it takes a copy of `id` along.
            thread::spawn(move || {
                println!("thread {id} starts");
                thread::sleep(Duration::from_millis(500)); // Stands for waiting; takes no CPU.
                println!("thread {id} is done");
            })
        })
        .collect(); // Without it the iterator would stay lazy: spawn, join, spawn, join.

    for handle in handles {
        // An `Err` would be that thread's panic; `panic_in_join` handles it.
        handle.join().expect("no thread panics");
    }
    println!("all five are joined");
}
