//! Five workers send into one channel; `main` reads until the last sender is dropped.
//!
//! Article A, "Crossbeam: Thread Coordination": every worker has a clone of the sender and sends
//! one square. Which square arrives first is the scheduler's business, so the lines below are
//! printed as they arrive; that the loop ends, and with which sum, is not.
//!
//! Run: `cargo run -p examples-crossbeam -- fan_in`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

pub fn main() {
    let (sender, receiver) = channel::unbounded();

    // The scope is std's. The article's plain `spawn` works too, but nobody would join those
    // threads: one that panicked would only be missing from the sum.
    thread::scope(|s| {
        for i in 0..5_u64 {
            let sender = sender.clone();
            s.spawn(move || {
                sender.send((i, i * i)).expect("main holds the receiver to the end");
            }); // The worker's own sender is dropped here.
        }
        // The sixth sender, and the last: while it lives, more could come, and the loop below
        // would wait for it for ever.
        drop(sender);

        let (mut results, mut sum) = (0, 0);
        for (worker, square) in &receiver {
            println!("worker {worker} sent {square}");
            results += 1;
            sum += square;
        }
        let reason = receiver.try_recv().expect_err("the loop took all there was");
        println!("{results} results, sum {sum}; the loop ended by \"{reason}\"");
    });
}
