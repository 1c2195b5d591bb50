//! `try_join!` on handles sees panics only: the tasks' own errors come late, or never.
//!
//! Beyond the articles. A `JoinHandle` is `Ok` when its task has not panicked, and what the task returns
//! is inside. So the error of a task does not end `try_join!`.
//!
//! Run: `cargo run -p examples-tokio -- try_join_handles`
//! Paste: `cargo add tokio --features macros,rt,sync`

use tokio::sync::oneshot::{self, Receiver};
use tokio::task::{self, JoinError, JoinHandle};
use tokio::try_join;

/// What a task returns.
pub type Answer = Result<&'static str, &'static str>;

/// Two tasks: one fails at once, the other waits until `oven` is free.
pub fn spawn_both(oven: Receiver<()>) -> (JoinHandle<Answer>, JoinHandle<Answer>) {
    let cheese = async { oven.await.map_or(Err("no oven"), |()| Ok("toast")) };
    (task::spawn(async { Err("no bread") }), task::spawn(cheese))
}

/// The mistake: waits for both tasks, whatever they return.
pub async fn of_handles(
    (bread, cheese): (JoinHandle<Answer>, JoinHandle<Answer>),
) -> Result<(Answer, Answer), JoinError> {
    try_join!(bread, cheese)
}

/// Returns the first error. The other task goes on, since a handle that is dropped stops nothing.
pub async fn of_results(
    (bread, cheese): (JoinHandle<Answer>, JoinHandle<Answer>),
) -> Result<(&'static str, &'static str), &'static str> {
    let result = async |task: JoinHandle<Answer>| task.await.expect("no task panics");
    try_join!(result(bread), result(cheese))
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let (free, oven) = oneshot::channel();
    let mistake = task::spawn(of_handles(spawn_both(oven)));
    for _ in 0..1_000 {
        task::yield_now().await; // The first task has failed long ago.
    }
    println!(
        "handles: {}",
        if mistake.is_finished() { "ended" } else { "waits for the other task" }
    );
    let _ = free.send(());
    println!("handles, when the other task is done: {:?}", mistake.await.expect("no task panics"));

    let (free, oven) = oneshot::channel();
    println!("results: {:?}", of_results(spawn_both(oven)).await);
    println!("results: the other task waits on: {}", !free.is_closed());
}
