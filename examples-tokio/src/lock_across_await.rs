//! A lock held across an `.await` stops a runtime of one thread for ever; two ways out.
//!
//! Not in the articles, but what article B's `Arc<Mutex<_>>` leads to in async code. Two
//! withdrawals of 60 from an account of 100 each wait for an approval, and only one may succeed. In
//! a spawned task the compiler refuses the first version; in futures that are joined it does not.
//!
//! Run: `cargo run -p examples-tokio -- lock_across_await`
//! Paste: `cargo add tokio --features macros,rt,sync,time`

use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

use tokio::{runtime, sync, task};

pub fn main() {
    let deadline = Duration::from_millis(300);
    match on_one_thread(guard_across_await, deadline) {
        None => println!("std guard held across the await: no end, nothing on this thread can run"),
        Some(balance) => println!("std guard held across the await: {balance} left"),
    }
    let balance = on_one_thread(guard_in_a_block, Duration::MAX).expect("no deadline");
    println!("std guard released before the await, and checked again: {balance} left");
    let balance = on_one_thread(async_lock, Duration::MAX).expect("no deadline");
    println!("guard of a tokio::sync::Mutex held across the await: {balance} left");
}

/// Both withdrawals with a standard mutex that stays locked while the approval is awaited. Has no
/// end.
pub async fn guard_across_await() -> u32 {
    #[expect(clippy::await_holding_lock, reason = "the mistake that this listing shows")]
    async fn withdraw(account: &Mutex<u32>, amount: u32) {
        let mut balance = account.lock().expect("no holder panics");
        if *balance >= amount {
            // Here the other withdrawal gets its turn. It calls `lock`, which stops the thread
            // until the guard is dropped, and only this thread could go on and drop it.
            approval().await;
            *balance -= amount;
        }
    }
    let account = Mutex::new(100);
    tokio::join!(withdraw(&account, 60), withdraw(&account, 60));
    account.into_inner().expect("no holder panics")
}

/// The same with the lock released before the await. It is the version to try first.
pub async fn guard_in_a_block() -> u32 {
    async fn withdraw(account: &Mutex<u32>, amount: u32) {
        {
            let balance = account.lock().expect("no holder panics");
            if *balance < amount {
                return;
            }
        } // The guard ends here. `drop` would do, but not convince the compiler in a spawned task.
        approval().await;
        // The other may have been first, so what was seen before the await must be checked again.
        let mut balance = account.lock().expect("no holder panics");
        if *balance >= amount {
            *balance -= amount;
        }
    }
    let account = Mutex::new(100);
    tokio::join!(withdraw(&account, 60), withdraw(&account, 60));
    account.into_inner().expect("no holder panics")
}

/// The same with Tokio's mutex. It costs more, and is right when nothing may change between the
/// check and the withdrawal: whoever waits for it is a future, and the thread goes on with others.
pub async fn async_lock() -> u32 {
    async fn withdraw(account: &sync::Mutex<u32>, amount: u32) {
        let mut balance = account.lock().await;
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

/// What the job comes to on a runtime of one thread, or `None` if it has not ended by the deadline.
/// That thread is then left behind, and ends with the process.
pub fn on_one_thread<F>(job: fn() -> F, deadline: Duration) -> Option<u32>
where
    F: Future<Output = u32> + 'static,
{
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        let runtime = runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("without timers and sockets it needs nothing from the system");
        let _ = done.send(runtime.block_on(job())); // Nobody may be waiting any more.
    });
    wait.recv_timeout(deadline).ok()
}
