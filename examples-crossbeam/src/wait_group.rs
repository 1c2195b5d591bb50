//! `main` waits until all workers are ready, and they run on; `join` waits for their ends.
//!
//! Beyond the articles' listings: `join` waits for the *end* of one thread. A `WaitGroup` waits
//! for a point of your choice in any number of threads, without their handles: a thread that has
//! passed it drops its clone. (Article A shows Go's, in its worker pool. Go's `Add` and `Done` are
//! here clone and drop, so they cannot get out of step.)
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
                // The point that `main` waits for. One line further down would be too late: the
                // till waits for customers there, and `main` sends none before all are ready. That
                // deadlock would compile.
                drop(ready);
                let paid: u64 = queue.iter().sum();
                change + paid
            })
        });

        // Takes `main`'s own reference and waits until no other is left. It brings no result, and
        // it would return just the same if a till had panicked, for unwinding drops its clone.
        all_ready.wait();
        let ended = tills.iter().filter(|till| till.is_finished()).count();
        println!("{} tills are ready, {ended} have ended", tills.len());

        for cents in [310, 450, 95, 720, 60, 280] {
            customers.send(cents).expect("`queue` lives as long as the scope");
        }
        drop(customers); // The tills end when the queue is empty.

        // `join` waits for the end, and brings the result or the panic.
        let contents = tills.map(|till| till.join().expect("no till panics"));
        println!("{} tills have ended with {} cents", contents.len(), contents.iter().sum::<u64>());
    });
}
