//! A lock held across an `.await` can stop a thread forever; here are two ways out.
//!
//! Not in the articles, but it follows from article B's `Arc<Mutex<_>>` in async code. Two
//! withdrawals of 60 from an account of 100 each wait for an approval, and only one may succeed.
//!
//! Run: `cargo run -p examples-tokio -- lock_across_await`
//! Paste: `cargo add tokio --features macros,rt,sync`

use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

use tokio::{runtime, sync, task};

/// Keeps a standard mutex locked while the approval is awaited. On a runtime of one thread, it never
/// returns.
pub async fn guard_across_await() -> u32 {
    // The compiler refuses this in a spawned task, but not under `join!`.
    #[expect(clippy::await_holding_lock, reason = "the mistake that this listing shows")]
    async fn withdraw(account: &Mutex<u32>, amount: u32) {
        let mut balance = account.lock().expect("no holder panics");
        if *balance >= amount {
            // Now the other withdrawal runs. Its `lock` blocks the thread until the guard is
            // dropped, but only this thread could drop it.
            approval().await;
            *balance -= amount;
        }
    }
    let account = Mutex::new(100);
    tokio::join!(withdraw(&account, 60), withdraw(&account, 60));
    account.into_inner().expect("no holder panics")
}

/// Unlocks the standard mutex before the approval is awaited. Returns what is left. This is the
/// version to try first.
pub async fn guard_in_a_block() -> u32 {
    async fn withdraw(account: &Mutex<u32>, amount: u32) {
        {
            let balance = account.lock().expect("no holder panics");
            if *balance < amount {
                return;
            }
        } // The guard ends here. In a spawned task, `drop(balance)` would not satisfy the compiler.
        approval().await;
        // The other withdrawal may have been first, so the check is repeated.
        let mut balance = account.lock().expect("no holder panics");
        if *balance >= amount {
            *balance -= amount;
        }
    }
    let account = Mutex::new(100);
    tokio::join!(withdraw(&account, 60), withdraw(&account, 60));
    account.into_inner().expect("no holder panics")
}

/// Keeps Tokio's mutex locked while the approval is awaited. Returns what is left. This mutex costs
/// more than std's. It is right where nothing may change between the check and the withdrawal.
pub async fn async_lock() -> u32 {
    async fn withdraw(account: &sync::Mutex<u32>, amount: u32) {
        let mut balance = account.lock().await; // A future that waits leaves the thread to others.
        if *balance >= amount {
            approval().await;
            *balance -= amount;
        }
    }
    let account = sync::Mutex::new(100);
    tokio::join!(withdraw(&account, 60), withdraw(&account, 60));
    account.into_inner()
}

/// Stands for asking another service.
async fn approval() {
    task::yield_now().await;
}

/// Runs `job` on a runtime of one thread. Returns its result, or `None` if it is not there in time;
/// the thread is then left behind until the process ends.
pub fn on_one_thread<F>(job: fn() -> F, deadline: Duration) -> Option<u32>
where
    F: Future<Output = u32> + 'static,
{
    let (sender, result) = mpsc::channel();
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("without timers and sockets it needs nothing from the system");
        let _ = sender.send(runtime.block_on(job())); // After the deadline nobody receives it.
    });
    result.recv_timeout(deadline).ok()
}

pub fn main() {
    let (soon, late) = (Duration::from_millis(300), Duration::from_secs(60));
    match on_one_thread(guard_across_await, soon) {
        None => println!("std guard held across the await: no end, the thread is stuck"),
        Some(balance) => println!("std guard held across the await: {balance} left"),
    }
    let balance = on_one_thread(guard_in_a_block, late).expect("it ends");
    println!("std guard dropped before the await, and checked again: {balance} left");
    let balance = on_one_thread(async_lock, late).expect("it ends");
    println!("tokio::sync guard held across the await: {balance} left");
}
