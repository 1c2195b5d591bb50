//! `abort` ends one task at an `.await`. What the task has started elsewhere goes on.
//!
//! Not in the articles. A task that it has spawned is no part of it, and a blocking job has no `.await`.
//!
//! Run: `cargo run -p examples-tokio -- abort`
//! Paste: `cargo add tokio --features macros,rt,sync`

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::{future, sync::Arc, sync::mpsc};

use tokio::sync::mpsc::{UnboundedSender as Sender, unbounded_channel};
use tokio::task::{self, JoinSet};

/// Sends its name when it is dropped, and with it the future or the job that holds it.
pub struct Ends(pub &'static str, pub Sender<&'static str>);

impl Drop for Ends {
    fn drop(&mut self) {
        _ = self.1.send(self.0); // At the end of `main` nobody receives it.
    }
}

/// Tells the blocking job to stop when the future that holds it is dropped.
pub struct Stop(pub Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// Starts three others, each in another way, and then waits forever.
pub async fn parent(ends: Sender<&'static str>, rounds: mpsc::Receiver<()>) {
    let _own = Ends("the task", ends.clone());
    let wait = async |_ends: Ends| future::pending::<()>().await;
    // Nobody keeps its handle. To end it as well, keep an `abort_handle`.
    task::spawn(wait(Ends("a spawned task", ends.clone())));
    // The set belongs to this future. When it is dropped, it aborts its tasks.
    let mut set = JoinSet::new();
    set.spawn(wait(Ends("a task in a set", ends.clone())));
    // A job on a blocking thread runs to its end. It can ask whether it should stop.
    let stop = Stop(Arc::default());
    let is_stopped = Arc::clone(&stop.0);
    task::spawn_blocking(move || {
        let _own = Ends("a blocking job", ends);
        while rounds.recv().is_ok() && !is_stopped.load(Relaxed) {}
    });
    future::pending().await
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let (ends, mut ended) = unbounded_channel();
    let (round, rounds) = mpsc::channel();
    let task = task::spawn(parent(ends, rounds));
    task::yield_now().await; // Now it waits.
    task.abort();
    println!("aborted: {}", task.await.is_err_and(|error| error.is_cancelled()));
    println!("ended: {:?}, {:?}", ended.recv().await, ended.recv().await);
    println!("the others go on: {}", ended.is_empty());
    round.send(()).expect("the job waits for its next round");
    println!("ended: {:?}, because it asked", ended.recv().await);
}
