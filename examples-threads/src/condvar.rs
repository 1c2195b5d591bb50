//! A thread waits for a state with a condition variable: look, sleep, look again.
//!
//! Not in the articles. A condition variable waits for any state that a mutex guards.
//!
//! Run: `cargo run -p examples-threads -- condvar`
//! Paste: nothing to add, std alone

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// Threads wait for a number of letters; the bell only tells them to look.
#[derive(Default)]
pub struct Mailbox {
    letters: Mutex<usize>,
    bell: Condvar,
}

impl Mailbox {
    /// Adds a letter and wakes every thread that waits.
    pub fn deliver(&self) {
        *self.letters.lock().expect("no holder panics") += 1;
        self.bell.notify_all(); // `notify_one` could wake a thread that needs more letters than this.
    }

    /// Waits until there are `wanted` letters, and takes them.
    pub fn take(&self, wanted: usize) {
        let mut letters = self.letters.lock().expect("no holder panics");
        // Not `if`: another thread may take the letters first, and the system may wake a thread without
        // a reason. `wait_while` is this loop as one call.
        while *letters < wanted {
            // Unlocks and falls asleep in one step: no letter can come unnoticed in between.
            letters = self.bell.wait(letters).expect("no holder panics");
        }
        *letters -= wanted;
    }

    /// Sleeps without looking first, which is wrong. Returns whether it was woken within `limit`.
    pub fn hears_bell(&self, limit: Duration) -> bool {
        let letters = self.letters.lock().expect("no holder panics");
        let (_letters, wait) = self.bell.wait_timeout(letters, limit).expect("no holder panics");
        !wait.timed_out()
    }
}

pub fn main() {
    let mailbox = Mailbox::default();
    thread::scope(|s| {
        for _ in 0..3 {
            s.spawn(|| mailbox.deliver());
        }
        mailbox.take(3);
        println!("main waited for three letters and has them");
    });

    mailbox.deliver(); // The bell rings before anybody waits, and nothing remembers that it rang.
    let heard = mailbox.hears_bell(Duration::from_millis(100));
    println!("a letter is there; asleep without looking, main hears the bell: {heard}");
    mailbox.take(1);
    println!("main looks first, and has the letter");
}
