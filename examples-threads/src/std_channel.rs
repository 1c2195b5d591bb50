//! Three workers send what they find to `main`: a channel instead of shared memory.
//!
//! Article A compares Crossbeam's channels with the standard library's; these are the latter.
//! "mpsc" stands for multiple producers, single consumer: a sender can be cloned, a receiver can't.
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

pub fn main() {
    println!("GET requests, by worker: {:?}", gets_by_worker(&LOG));

    // Bounded: `sync_channel(1)` has one place. When it is taken, `send` would wait for the receiver
    // to make room, which is back-pressure; `try_send` says so and gives the value back.
    let (sender, receiver) = mpsc::sync_channel(1);
    sender.send("first").expect("the receiver is alive");
    match sender.try_send("second") {
        Err(TrySendError::Full(value)) => println!("no place for {value:?} yet"),
        other => println!("unexpected: {other:?}"),
    }

    // What is in the channel outlives its senders; only then does the receiver learn of the end.
    drop(sender);
    println!("received {:?}", receiver.recv());
    println!("then disconnected: {}", receiver.try_recv() == Err(TryRecvError::Disconnected));

    // And a sender learns that nobody will ever receive: it gets its value back.
    let (sender, receiver) = mpsc::channel();
    drop(receiver);
    println!("sending to nobody: {}", sender.send("too late").is_err());
}

/// How many GET requests each part of the log holds; a worker for each part, the results in the
/// order of the parts.
pub fn gets_by_worker(parts: &'static [&'static str]) -> Vec<usize> {
    let (sender, receiver) = mpsc::channel(); // unbounded: `send` never waits
    for (worker, part) in parts.iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || {
            let gets = part.lines().filter(|line| line.starts_with("GET ")).count();
            // Fails only when the receiver is gone, and it lives until this function returns.
            sender.send((worker, gets)).expect("the receiver is alive");
        });
    }
    // The loop below ends when the last sender is gone. This one would keep it waiting for ever.
    drop(sender);

    // Messages arrive in the order in which the workers finish, so each says whose it is.
    let mut counts = vec![0; parts.len()];
    for (worker, gets) in receiver {
        counts[worker] = gets;
    }
    counts
}
