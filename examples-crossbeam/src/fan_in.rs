//! Five workers send into one channel; `main` reads until the last sender is dropped.
//!
//! Article A, "Crossbeam: Thread Coordination": every worker has a clone of the sender and sends
//! one square. The lines are printed as they arrive, in any order. The end of the loop and the sum
//! are always the same.
//!
//! Run: `cargo run -p examples-crossbeam -- fan_in`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel;

pub fn main() {
    // `std::sync::mpsc::channel` would do here: since Rust 1.67 it is a port of this channel. Only
    // Crossbeam's receiver can be cloned, as `stages` does.
    let (sender, receiver) = channel::unbounded();

    // The scope is std's. The article's plain `spawn` works too, but nothing joins those threads:
    // if one panics, its square is missing from the sum, and no error says so.
    thread::scope(|s| {
        for i in 0..5_u64 {
            let sender = sender.clone();
            s.spawn(move || {
                sender.send((i, i * i)).expect("main holds the receiver to the end");
            }); // The worker's own sender is dropped here.
        }
        // The sixth and last sender. While it lives, more could come, and the loop below would wait
        // forever.
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
