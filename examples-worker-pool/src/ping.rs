//! One message through a channel without places: sender and receiver meet.
//!
//! Article A, "Channels": `make(chan string)` has no buffer. In Rust that is Crossbeam's `bounded(0)`, a
//! rendezvous: `send` returns when the message has been taken. `go/ping.go` prints the same.
//!
//! Run: `cargo run -p examples-worker-pool -- ping`
//! Paste: `cargo add crossbeam`

use std::thread;

use crossbeam::channel::{self, TrySendError};

pub fn main() {
    let (messages, inbox) = channel::bounded(0);

    // There is no place to leave a message in, and nobody waits for one yet.
    if let Err(TrySendError::Full(message)) = messages.try_send("too early") {
        println!("nobody takes {message:?}");
    }

    // The scope joins the thread. Go's `main` can end while a goroutine is still busy.
    thread::scope(|s| {
        s.spawn(move || messages.send("ping").expect("main waits for it"));
        println!("{}", inbox.recv().expect("the thread sends one message"));
    });
}
