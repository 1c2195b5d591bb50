//! A panic ends only its own thread; `join` returns it as an `Err`.
//!
//! Article A, "Standard Threads", calls `join().unwrap()`, which passes a thread's panic on to
//! `main`. Here `main` looks at it instead, and continues with what the other threads found.
//!
//! Run: `cargo run -p examples-threads -- panic_in_join`
//! Paste: nothing to add, std alone

use std::any::Any;
use std::thread;

/// Returns how many boxes of six an order such as `12 apples` needs.
///
/// # Panics
/// If the order does not begin with a number, or orders nothing. That bad input panics serves the
/// lesson only; a program that expects bad input returns a `Result`.
pub fn boxes(order: &str) -> u32 {
    let Some(count) = order.split_once(' ').and_then(|(count, _)| count.parse::<u32>().ok()) else {
        panic!("no number in {order:?}"); // Formatted, so the payload is a `String`.
    };
    if count == 0 {
        panic!("an order of nothing"); // Not formatted, so the payload is a `&'static str`.
    }
    count.div_ceil(6)
}

/// Returns the text of a panic, or a stand-in if the payload is no text: `std::panic::panic_any`
/// takes any value.
pub fn panic_text(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "(something other than text)"
    }
}

pub fn main() {
    for order in ["12 apples", "apples", "0 apples"] {
        let handle = thread::spawn(move || boxes(order));
        // Joined at once, so that the messages on stderr come in the order of the orders.
        match handle.join() {
            Ok(boxes) => println!("{order:?} needs {boxes} boxes"),
            Err(payload) => println!("{order:?} panicked: {}", panic_text(&*payload)),
        }
    }
    println!("main is still here");
}
