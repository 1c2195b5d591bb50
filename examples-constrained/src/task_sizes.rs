//! What makes a task large, and what keeps it small: its size is known before it runs.
//!
//! Article B, "Memory usage", says of async: “~2KB per task, but requires heap allocation”. A future
//! is a value like any other, and `size_of_val` returns its size.
//!
//! Run: `cargo run -p examples-constrained -- task_sizes`
//! Paste: `cargo add smol`

use std::hint::black_box;

use smol::future::{or, yield_now};

async fn wait() {
    yield_now().await; // stands for a timer or a socket
}

async fn drop_first() {
    {
        let buffer = [0_u8; 1024];
        black_box(&buffer); // stands for work with it
    } // Not `drop(buffer)`: it would drop a copy, and the task would hold the buffer.
    wait().await;
}

async fn hold() {
    let buffer = [0_u8; 1024];
    wait().await;
    black_box(&buffer);
}

async fn hold_boxed() {
    let buffer = Box::new([0_u8; 1024]); // On the heap. The task holds its address.
    wait().await;
    black_box(&buffer);
}

async fn in_turn() {
    hold().await;
    hold().await; // The second takes the place of the first.
}

async fn race() {
    or(hold(), hold()).await; // Both wait at the same time.
}

async fn logged(future: impl Future<Output = ()>) {
    future.await; // Moves the future to another place in this task, and keeps the first place, too.
    println!("done");
}

/// Returns the size of each task in bytes, with what the task does.
pub fn sizes() -> [(usize, &'static str); 9] {
    [
        (size_of_val(&wait()), "waits"),
        (size_of_val(&drop_first()), "drops a buffer of 1024 bytes, then waits"),
        (size_of_val(&hold()), "holds the buffer while it waits"),
        (size_of_val(&hold_boxed()), "holds the buffer in a box"),
        (size_of_val(&in_turn()), "awaits two that hold, one after the other"),
        (size_of_val(&race()), "awaits the first of two that hold"),
        (size_of_val(&logged(hold())), "awaits its argument, which holds"),
        (size_of_val(&logged(logged(hold()))), "awaits its argument, which does the same"),
        (size_of_val(&logged(Box::pin(hold()))), "awaits its argument in a box"),
    ]
}

pub fn main() {
    for (bytes, what) in sizes() {
        println!("{bytes:4} bytes: {what}");
    }
}
