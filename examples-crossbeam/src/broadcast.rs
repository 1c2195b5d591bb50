//! Clones of a receiver share the messages. For a copy each, give each its own channel.
//!
//! Not in the articles. A channel is a queue: whoever takes a message has it, and nobody else gets it.
//!
//! Run: `cargo run -p examples-crossbeam -- broadcast`
//! Paste: `cargo add crossbeam`

use std::sync::Arc;

use crossbeam::channel::{self, Receiver, Sender};

/// Sends each message to all who have subscribed.
#[derive(Default)]
pub struct Board {
    subscribers: Vec<Sender<Arc<str>>>,
}

impl Board {
    /// Returns the messages from now on.
    pub fn subscribe(&mut self) -> Receiver<Arc<str>> {
        // Without a bound, a subscriber that never reads fills the memory. With a bound, it holds up all.
        let (sender, receiver) = channel::unbounded();
        self.subscribers.push(sender);
        receiver
    }

    /// Sends to all, forgets those that have gone, and returns how many are left.
    pub fn send(&mut self, message: &str) -> usize {
        let message: Arc<str> = message.into(); // One text, and a pointer to it for each.
        self.subscribers.retain(|subscriber| subscriber.send(Arc::clone(&message)).is_ok());
        self.subscribers.len()
    }
}

pub fn main() {
    let (sender, left) = channel::unbounded();
    let right = left.clone();
    for message in ["open", "sale", "close"] {
        sender.send(message).expect("`left` is there");
    }
    drop(sender);
    println!("a clone: {:?} {:?} {:?}", left.recv(), right.recv(), left.recv());
    // The end is not a message: it reaches every receiver.
    println!("         {:?} {:?}", left.recv(), right.recv());

    let mut board = Board::default();
    let (left, right) = (board.subscribe(), board.subscribe());
    println!("\"open\" goes to {}", board.send("open"));
    println!("\"sale\" goes to {}", board.send("sale"));
    println!("the right one has {:?}, and goes", right.iter().take(2).collect::<Vec<_>>());
    drop(right);
    println!("\"close\" goes to {}", board.send("close"));
    drop(board); // Drops all senders, so the loop of each subscriber ends.
    println!("the left one has {:?}", left.iter().collect::<Vec<_>>());
}
