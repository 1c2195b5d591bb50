//! A panic ends only its own thread; `join` hands it over as an `Err`.
//!
//! Article A, "Standard Threads", calls `join().unwrap()`, which passes a thread's panic on to
//! `main`. Here `main` looks at it instead, and goes on with what the other threads found.
//!
//! Run: `cargo run -p examples-threads -- panic_in_join`
//! Paste: nothing to add, std alone

use std::any::Any;
use std::thread;

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

/// The boxes of six that an order such as `12 apples` needs.
///
/// # Panics
/// If the order does not begin with a number, or orders nothing. That a panic reports bad input
/// serves the lesson only; a program that expects bad input returns a `Result`.
pub fn boxes(order: &str) -> u32 {
    let Some(count) = order.split_once(' ').and_then(|(count, _)| count.parse::<u32>().ok()) else {
        panic!("no number in {order:?}"); // formatted, so the payload is a `String`
    };
    if count == 0 {
        panic!("an order of nothing"); // not formatted, so the payload is a `&'static str`
    }
    count.div_ceil(6)
}

/// What a panic said: the text given to `panic!`, or a stand-in for a payload that is no text, as
/// `std::panic::panic_any` can make.
pub fn panic_text(payload: &(dyn Any + Send)) -> &str {
    if let Some(text) = payload.downcast_ref::<&'static str>() {
        text
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text
    } else {
        "(something other than text)"
    }
}
