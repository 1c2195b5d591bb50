//! `select!` in a loop: a timer that is made anew in each round never rings.
//!
//! Beyond the articles. Each round of the loop drops the futures that have lost. If the loop makes them,
//! the next round begins from the start. Tokio's `sleep` behaves like the timer of this listing.
//!
//! Run: `cargo run -p examples-tokio -- select_loop`
//! Paste: `cargo add tokio --features macros,rt`

use std::pin::pin;

use tokio::{select, task};

/// How many messages come at most.
pub const MESSAGES: u32 = 10;

/// Rings when it has waited three times. A message comes after each wait.
async fn timer() {
    for _ in 0..3 {
        task::yield_now().await;
    }
}

async fn message() {
    task::yield_now().await;
}

/// The mistake. Returns how many messages come before the timer rings.
pub async fn made_in_each_round() -> u32 {
    for count in 0..MESSAGES {
        select! {
            biased; // Looks at the timer first, so what it prints is exact.
            () = timer() => return count,
            () = message() => {} // Drops the timer.
        }
    }
    MESSAGES
}

/// Makes the timer once. `select!` borrows it, and drops only the reference.
pub async fn made_once() -> u32 {
    let mut timer = pin!(timer());
    for count in 0..MESSAGES {
        select! {
            biased;
            () = &mut timer => return count,
            () = message() => {}
        }
    }
    MESSAGES
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("messages before the timer rings, of {MESSAGES} that come:");
    println!("timer made in each round: {}", made_in_each_round().await);
    println!("timer made once: {}", made_once().await);
}
