//! A wait group waits until all workers are ready; `join` waits until they have ended.
//!
//! Article A's worker pool in Go waits with a `WaitGroup`. In Rust, `join` waits for the *end* of
//! one thread. Crossbeam's `WaitGroup` waits for a point of your choice in any number of threads,
//! and needs no handles. Go's `Add` and `Done` are clone and drop here, so they always match.
//!
//! Run: `cargo run -p examples-crossbeam -- wait_group`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;
use crossbeam::sync::WaitGroup;

pub fn main() {
    let coins = [[500, 200, 50], [1000, 100, 20], [200, 200, 10]]; // in cents, in three tills
    let all_ready = WaitGroup::new();
    let (customers, queue) = channel::unbounded();

    thread::scope(|s| {
        let tills = coins.map(|coins| {
            let (ready, queue) = (all_ready.clone(), queue.clone());
            s.spawn(move || {
                let change: u64 = coins.iter().sum();
                // The point that `main` waits for. One line further down is too late: there the
                // till waits for customers, and `main` sends none before all tills are ready. The
                // compiler does not see that deadlock.
                drop(ready);
                let paid: u64 = queue.iter().sum();
                change + paid
            })
        });

        // Drops `main`'s own clone and waits until no other is left. It returns nothing, and a till
        // that panics is "ready" too: a panic drops its clone.
        all_ready.wait();
        let ended = tills.iter().filter(|till| till.is_finished()).count();
        println!("{} tills are ready, {ended} have ended", tills.len());

        for cents in [310, 450, 95, 720, 60, 280] {
            customers.send(cents).expect("`queue` lives as long as the scope");
        }
        drop(customers); // The tills end when the queue is empty.

        // `join` waits for the end, and returns the result or the panic.
        let contents = tills.map(|till| till.join().expect("no till panics"));
        println!("{} tills have ended with {} cents", contents.len(), contents.iter().sum::<u64>());
    });
}
