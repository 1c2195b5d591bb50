//! Three workers send what they find to `main`: a channel instead of shared memory.
//!
//! Article A compares Crossbeam's channels with these. "mpsc" stands for multiple producers, single
//! consumer: a sender can be cloned, a receiver can't.
//!
//! Run: `cargo run -p examples-threads -- std_channel`
//! Paste: nothing to add, std alone

use std::sync::mpsc::{self, TryRecvError, TrySendError};
use std::thread;

const LOG: [&str; 3] = [
    "GET /\nPOST /login\nGET /style.css\n",
    "GET /\nGET /about\n",
    "DELETE /user/7\nGET /\nPUT /user/8\nGET /\n",
];

/// Counts the GET requests in each part of a log, with a worker for each part, in their order.
pub fn gets_by_worker(parts: &'static [&'static str]) -> Vec<usize> {
    let (sender, receiver) = mpsc::channel(); // Unbounded: `send` never waits.
    for (worker, part) in parts.iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || {
            let gets = part.lines().filter(|line| line.starts_with("GET ")).count();
            sender.send((worker, gets)).expect("the receiver is alive");
        });
    }
    // The loop below ends when the last sender is gone. This one would keep it waiting forever.
    drop(sender);

    // Messages arrive in the order in which the workers finish, so each says whose it is.
    let mut counts = vec![0; parts.len()];
    for (worker, gets) in receiver {
        counts[worker] = gets;
    }
    counts
}

pub fn main() {
    println!("GET requests, by worker: {:?}", gets_by_worker(&LOG));

    // `sync_channel(1)` is bounded, with one place. When it is taken, `send` waits for the receiver
    // to make room: that is backpressure. `try_send` does not wait, and returns the value.
    let (sender, receiver) = mpsc::sync_channel(1);
    sender.send("first").expect("the receiver is alive");
    match sender.try_send("second") {
        Err(TrySendError::Full(value)) => println!("no place for {value:?} yet"),
        other => println!("unexpected: {other:?}"),
    }

    // A message outlives its sender. After the last message, the receiver learns of the end.
    drop(sender);
    println!("received {:?}", receiver.recv());
    println!("then disconnected: {}", receiver.try_recv() == Err(TryRecvError::Disconnected));

    // And a sender learns that nobody will ever receive: it gets its value back.
    let (sender, receiver) = mpsc::channel();
    drop(receiver);
    println!("sending to nobody: {:?}", sender.send("too late").map_err(|error| error.0));
}
