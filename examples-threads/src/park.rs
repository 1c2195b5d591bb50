//! A thread sleeps until another one wakes it: `park`, `unpark`, and the token.
//!
//! Not in the articles. This is the smallest way to wait; std's channels and scopes are built on it.
//! It needs no mutex, but the thread that wakes must know which thread sleeps.
//!
//! Run: `cargo run -p examples-threads -- park`
//! Paste: nothing to add, std alone

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Waits until `flag` is raised. The thread that raises it must unpark this one afterward.
pub fn wait_for(flag: &AtomicBool) {
    // A loop: `park` may return without a reason, and other code may have left a token.
    while !flag.load(Ordering::Acquire) {
        thread::park();
    }
}

pub fn main() {
    thread::current().unpark(); // Not asleep: this leaves a token.
    thread::current().unpark(); // There is never more than one.
    thread::park(); // Takes the token.
    println!("unparked twice, then parked: returned at once");

    let limit = Duration::from_millis(50);
    let start = Instant::now();
    thread::park_timeout(limit);
    println!("parked once more: slept until the time limit: {}", start.elapsed() >= limit);

    let open = AtomicBool::new(false);
    thread::scope(|s| {
        let guest = s.spawn(|| wait_for(&open));
        open.store(true, Ordering::Release);
        // Can't come too early: if the guest has looked but not parked yet, it finds the token.
        guest.thread().unpark();
        guest.join().expect("waiting does not panic");
        println!("the guest saw that it is open");
    });
}
