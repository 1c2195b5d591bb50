//! A smol task whose handle is dropped is cancelled; Tokio's goes on.
//!
//! Article B, "Smol", spawns tasks and awaits them. This listing does everything else that can be
//! done with a task's handle, while the task waits, and shows how far the task gets.
//!
//! Run: `cargo run -p examples-smol -- dropped_task`
//! Paste: `cargo add smol && cargo add tokio --features io-util,net,rt`

use smol::channel::{self, Receiver, Sender};
use smol::{LocalExecutor, Task};

pub fn main() {
    // The compiler warns of a task that nobody takes, but `drop` and `let _ =` take it.
    println!("dropped:         {:?}", on_smol(async |task| drop(task)));
    // The same, but waits until the task's future is gone. A task that was done gives its result.
    println!("cancelled:       {:?}", on_smol(async |task| _ = task.cancel().await));
    // The handle is given up, and the task goes on.
    println!("detached:        {:?}", on_smol(async |task| task.detach()));
    // Tokio's handle is given up by dropping it; what ends the task has a name of its own.
    println!("Tokio's dropped: {:?}", on_tokio(async |handle| drop(handle)));
    println!("Tokio's aborted: {:?}", on_tokio(async |handle| handle.abort()));
}

/// An order waits for its payment between its two steps.
async fn order(paid: Receiver<()>, steps: Sender<&'static str>) {
    steps.send("packed").await.expect("the receiver stays until the end");
    if paid.recv().await.is_ok() {
        steps.send("shipped").await.expect("the receiver stays until the end");
    }
}

/// The steps of an order whose handle meets `fate` before the order is paid.
async fn steps<H>(
    spawn: impl FnOnce(Receiver<()>, Sender<&'static str>) -> H,
    fate: impl AsyncFnOnce(H),
) -> Vec<&'static str> {
    let (pay, paid) = channel::bounded(1);
    let (step, steps) = channel::unbounded();
    let handle = spawn(paid, step);
    let mut seen = vec![steps.recv().await.expect("an order is packed at once")];
    // All runs on one thread, so the order has got to its next `await`: it waits for the payment.
    fate(handle).await;
    let _ = pay.try_send(()); // Fails where the order is already gone.
    // Ends when the order drops its sender: because it is done, or because it is itself dropped.
    while let Ok(step) = steps.recv().await {
        seen.push(step);
    }
    seen
}

/// The order's steps as a smol task. `smol::spawn` gives the same `Task`; the executor here is one
/// that stays on this thread.
pub fn on_smol(fate: impl AsyncFnOnce(Task<()>)) -> Vec<&'static str> {
    let executor = LocalExecutor::new();
    let spawn = |paid, step| executor.spawn(order(paid, step));
    smol::block_on(executor.run(steps(spawn, fate)))
}

/// The order's steps as a task of Tokio, whose runtime here stays on this thread too.
pub fn on_tokio(fate: impl AsyncFnOnce(tokio::task::JoinHandle<()>)) -> Vec<&'static str> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("without I/O and timers it asks nothing of the system");
    runtime.block_on(steps(|paid, step| tokio::spawn(order(paid, step)), fate))
}
