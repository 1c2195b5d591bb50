//! A task needs a thread that runs its executor; a nested `block_on` takes it away.
//!
//! Article B, "Smol", shows `smol::spawn`, whose executor has a thread of its own. An executor that you make has none.
//!
//! Run: `cargo run -p examples-smol -- nobody_runs`
//! Paste: `cargo add smol`

use std::time::Duration;

use smol::channel::{self, Receiver};
use smol::{LocalExecutor, Timer, block_on, future};

/// Waits for the price, and not long: a program would wait forever.
pub async fn price(price: Receiver<u32>) -> Option<u32> {
    let patience = async {
        Timer::after(Duration::from_millis(100)).await;
        None
    };
    future::or(async { price.recv().await.ok() }, patience).await
}

/// Starts a task that sends the price, and returns where it arrives.
pub fn ask(executor: &LocalExecutor) -> Receiver<u32> {
    let (sender, receiver) = channel::bounded(1);
    executor.spawn(async move { sender.send(30).await }).detach();
    receiver
}

/// The mistake: waits for a task, and nobody runs the executor.
pub fn not_run() -> Option<u32> {
    let executor = LocalExecutor::new();
    block_on(price(ask(&executor)))
}

/// `run` polls all tasks of the executor until its future is ready.
pub fn run() -> Option<u32> {
    let executor = LocalExecutor::new();
    block_on(executor.run(price(ask(&executor))))
}

/// The mistake, inside: a plain function in a task waits by `block_on`. It keeps the thread that runs the tasks.
pub fn nested() -> Option<u32> {
    let executor = LocalExecutor::new();
    block_on(executor.run(async { block_on(price(ask(&executor))) }))
}

/// Way out: if the function can't be `async`, it runs the executor while it waits.
pub fn nested_and_run() -> Option<u32> {
    let executor = LocalExecutor::new();
    block_on(executor.run(async { block_on(executor.run(price(ask(&executor)))) }))
}

pub fn main() {
    println!("nobody runs it:      {:?}", not_run());
    println!("`run` does:          {:?}", run());
    println!("nested `block_on`:   {:?}", nested());
    println!("... with `run`, too: {:?}", nested_and_run());
}
