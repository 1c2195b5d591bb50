//! If you drop the handle of a smol task, the task is cancelled; Tokio's goes on.
//!
//! Article B, "Smol", spawns tasks and awaits them. Here is all else that you can do with a handle
//! while the task waits.
//!
//! Run: `cargo run -p examples-smol -- dropped_task`
//! Paste: `cargo add smol && cargo add tokio --features rt`

use smol::channel::{self, Receiver, Sender};
use smol::{LocalExecutor, Task};

/// An order waits for its payment between its two steps.
async fn order(paid: Receiver<()>, steps: Sender<&'static str>) {
    steps.send("packed").await.expect("the receiver stays until the end");
    if paid.recv().await.is_ok() {
        steps.send("shipped").await.expect("the receiver stays until the end");
    }
}

/// Returns the steps of an order whose handle goes to `fate` before the order is paid.
async fn steps<H>(
    spawn: impl FnOnce(Receiver<()>, Sender<&'static str>) -> H,
    fate: impl AsyncFnOnce(H),
) -> Vec<&'static str> {
    let (pay, paid) = channel::bounded(1);
    let (step, steps) = channel::unbounded();
    let handle = spawn(paid, step);
    let mut seen = vec![steps.recv().await.expect("an order is packed at once")];
    // All runs on one thread, so by now the order waits for its payment.
    fate(handle).await;
    let _ = pay.try_send(()); // Fails if the order is already gone.
    // Ends when the order drops its sender: it is done, or it was dropped itself.
    while let Ok(step) = steps.recv().await {
        seen.push(step);
    }
    seen
}

/// Returns the order's steps as a task of smol's.
pub fn on_smol(fate: impl AsyncFnOnce(Task<()>)) -> Vec<&'static str> {
    let executor = LocalExecutor::new();
    let spawn = |paid, step| executor.spawn(order(paid, step));
    smol::block_on(executor.run(steps(spawn, fate)))
}

/// Returns the order's steps as a task of Tokio's.
pub fn on_tokio(fate: impl AsyncFnOnce(tokio::task::JoinHandle<()>)) -> Vec<&'static str> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.expect("without I/O and timers it asks nothing of the system");
    runtime.block_on(steps(|paid, step| tokio::spawn(order(paid, step)), fate))
}

pub fn main() {
    // The compiler warns of a task that you don't use, but `drop` and `let _ =` count as a use.
    println!("dropped:         {:?}", on_smol(async |task| drop(task)));
    println!("cancelled:        {:?}", on_smol(async |task| _ = task.cancel().await));
    println!("detached:        {:?}", on_smol(async |task| task.detach()));
    println!("Tokio's dropped: {:?}", on_tokio(async |handle| drop(handle)));
    println!("Tokio's aborted: {:?}", on_tokio(async |handle| handle.abort()));
}
