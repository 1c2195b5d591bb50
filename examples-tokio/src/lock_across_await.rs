//! A lock held across an `.await` can stop a thread forever; here are two ways out.
//!
//! Not in the articles, but it follows from article B's `Arc<Mutex<_>>` in async code. Two
//! withdrawals of 60 from an account of 100 each wait for an approval, and only one may succeed.
//!
//! Run: `cargo run -p examples-tokio -- lock_across_await`
//! Paste: `cargo add tokio --features macros,rt,sync`

use std::sync::{Mutex, mpsc};
use std::{thread, time::Duration};

use tokio::{join, sync, task};

const FREE: &str = "no holder of the lock panics";

/// The mistake: keeps a standard mutex locked while the approval is awaited.
// The compiler refuses this in a spawned task, but not under `join!`.
#[expect(clippy::await_holding_lock, reason = "the mistake that this listing shows")]
async fn guard_across_await(account: &Mutex<u32>) {
    let mut balance = account.lock().expect(FREE);
    if *balance >= 60 {
        // Now the other withdrawal runs. Its `lock` blocks the thread until the guard is dropped,
        // but only this thread could drop it.
        approval().await;
        *balance -= 60;
    }
}

/// Unlocks the standard mutex before the approval is awaited. This is the version to try first.
async fn guard_in_a_block(account: &Mutex<u32>) {
    {
        let balance = account.lock().expect(FREE);
        if *balance < 60 {
            return;
        }
    } // The guard ends here. In a spawned task, `drop(balance)` would not satisfy the compiler.
    approval().await;
    // The other withdrawal may have been first, so the check is repeated.
    let mut balance = account.lock().expect(FREE);
    if *balance >= 60 {
        *balance -= 60;
    }
}

/// Keeps Tokio's mutex locked while the approval is awaited. It costs more than std's, and is right
/// where nothing may change between the check and the withdrawal.
async fn async_lock(account: &sync::Mutex<u32>) {
    let mut balance = account.lock().await; // A future that waits leaves the thread to others.
    if *balance >= 60 {
        approval().await;
        *balance -= 60;
    }
}

/// Stands for asking another service.
async fn approval() {
    task::yield_now().await;
}

/// Never returns.
#[tokio::main(flavor = "current_thread")]
pub async fn mistake() -> u32 {
    let account = Mutex::new(100);
    join!(guard_across_await(&account), guard_across_await(&account));
    account.into_inner().expect(FREE)
}

/// Returns what is left in either way.
#[tokio::main(flavor = "current_thread")]
pub async fn ways_out() -> (u32, u32) {
    let (account, other) = (Mutex::new(100), sync::Mutex::new(100));
    join!(guard_in_a_block(&account), guard_in_a_block(&account));
    join!(async_lock(&other), async_lock(&other));
    (account.into_inner().expect(FREE), other.into_inner())
}

pub fn main() {
    let (sender, left) = mpsc::channel();
    thread::spawn(move || sender.send(mistake()));
    match left.recv_timeout(Duration::from_millis(300)) {
        Err(_) => println!("std guard held across the await: no end, the thread is stuck"),
        Ok(left) => println!("std guard held across the await: {left} left"),
    }
    let (in_a_block, with_tokio) = ways_out();
    println!("std guard dropped before the await, and checked again: {in_a_block} left");
    println!("tokio::sync guard held across the await: {with_tokio} left");
}
