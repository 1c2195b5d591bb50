//! One thread publishes data behind a flag, another reads it: `Release` and `Acquire`.
//!
//! Not in the articles. `Relaxed` is enough for a number on its own, as in `shared_counter`, but not
//! for a flag that says that other data is ready.
//!
//! Run: `cargo run -p examples-threads -- publish`
//! Paste: nothing to add, std alone

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

/// A board with room for one offer, without a lock.
#[derive(Default)]
pub struct Board {
    pieces: AtomicU32,
    cents: AtomicU32,
    ready: AtomicBool,
}

impl Board {
    /// Writes the offer, then raises the flag. A board takes one offer only.
    pub fn publish(&self, pieces: u32, cents: u32) {
        self.pieces.store(pieces, Ordering::Relaxed);
        self.cents.store(cents, Ordering::Relaxed);
        // `Release`: a thread that sees this flag sees the two stores above as well. With `Relaxed`,
        // the compiler or the processor may raise the flag first.
        self.ready.store(true, Ordering::Release);
    }

    /// Returns the offer as pieces and cents, or `None` if it is not there yet.
    pub fn read(&self) -> Option<(u32, u32)> {
        // `Acquire` is the other half: with `Relaxed`, the numbers may be read before the flag.
        let ready = self.ready.load(Ordering::Acquire);
        ready.then(|| (self.pieces.load(Ordering::Relaxed), self.cents.load(Ordering::Relaxed)))
    }
}

pub fn main() {
    let board = Board::default();
    thread::scope(|s| {
        s.spawn(|| board.publish(4, 1200));
        let (pieces, cents) = loop {
            match board.read() {
                Some(offer) => break offer,
                None => thread::yield_now(), // Looks again and again; `park` sleeps instead.
            }
        };
        println!("main reads the whole offer: {pieces} pieces for {cents} cents");
    });
}
