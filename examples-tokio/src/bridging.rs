//! Plain code calls async code, and async code plain: what works, and what panics.
//!
//! Beyond the articles, which never call one kind of function from the other.
//!
//! Run: `cargo run -p examples-tokio -- bridging`
//! Paste: `cargo add anyhow && cargo add tokio --features rt-multi-thread`

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task;

/// What an async library offers.
async fn price() -> u32 {
    task::yield_now().await;
    7
}

/// A plain function that needs it: blocks its thread until the price is there, and doubles it.
fn total(tokio: &Handle) -> u32 {
    2 * tokio.block_on(price())
}

/// Panics. This thread runs tasks, and none of them would go on while it waits.
pub async fn plain_in_a_task() -> u32 {
    total(&Handle::current())
}

/// Panics. Whoever drops a runtime waits for its threads, so a task must not do it.
pub async fn runtime_in_a_task() -> u32 {
    drop(Builder::new_current_thread().build());
    2 * price().await
}

/// Way out 1: no plain code in between. This is the version to try first.
pub async fn awaited() -> u32 {
    2 * price().await
}

/// Way out 2: the plain code has a thread on which it may block. The task waits without one.
pub async fn on_a_blocking_thread() -> u32 {
    let tokio = Handle::current();
    task::spawn_blocking(move || total(&tokio)).await.expect("to double a price can't panic")
}

/// Way out 3: first gives the other tasks of this thread to another one. Panics if there is none.
pub async fn in_place() -> u32 {
    task::block_in_place(|| total(&Handle::current()))
}

pub fn main() -> anyhow::Result<()> {
    let (one_thread, threads) = (Builder::new_current_thread().build()?, Runtime::new()?);
    println!("plain code outside of tasks, block_on: {}", total(one_thread.handle()));
    println!("in a task, await: {}", one_thread.block_on(awaited()));
    println!("in a task, spawn_blocking: {}", one_thread.block_on(on_a_blocking_thread()));
    println!("in a task, block_in_place: {}\n", threads.block_on(threads.spawn(in_place()))?);
    for (way, task) in [
        ("in a task, block_on", one_thread.spawn(plain_in_a_task())),
        ("in a task, a runtime that ends", one_thread.spawn(runtime_in_a_task())),
        ("on one thread, block_in_place", one_thread.spawn(in_place())),
    ] {
        let error = one_thread.block_on(task).expect_err("all of them panic");
        println!("{way}: {}", error.to_string().replacen(&error.id().to_string(), "_", 1));
    }
    Ok(())
}
