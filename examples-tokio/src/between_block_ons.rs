//! A runtime of one thread runs its tasks only inside `block_on`, and drops the rest.
//!
//! Beyond the articles, whose `main` is async from the first line to the last. Plain programs call
//! `block_on` now and then, and expect that what they spawned goes on meanwhile.
//!
//! Run: `cargo run -p examples-tokio -- between_block_ons`
//! Paste: `cargo add anyhow && cargo add tokio --features rt-multi-thread,sync`

use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task;

/// Reports what becomes of it.
struct Draft(Sender<&'static str>);

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = self.0.send("dropped"); // Nobody may listen any more.
    }
}

/// Begins to save a draft, and ends when `paper` is there.
async fn save(draft: Draft, paper: oneshot::Receiver<()>) {
    let _ = draft.0.send("begun");
    let _ = paper.await;
    let _ = draft.0.send("saved");
}

/// Spawns `save` in a first call of `block_on`, and sends the paper when that has returned. Returns
/// where the task reports.
pub fn save_in_the_background(runtime: &Runtime) -> anyhow::Result<Receiver<&'static str>> {
    let (report, reports) = channel();
    let (paper, has_paper) = oneshot::channel();
    let (begun, has_begun) = oneshot::channel();
    runtime.block_on(async {
        task::spawn(async {
            let _ = begun.send(());
            save(Draft(report), has_paper).await;
        });
        has_begun.await
    })?;
    let _ = paper.send(()); // Now the task can go on, if there is a thread that runs it.
    Ok(reports)
}

pub fn main() -> anyhow::Result<()> {
    let threads = Builder::new_multi_thread().worker_threads(1).build()?;
    let reports: Vec<_> = save_in_the_background(&threads)?.iter().collect(); // Ends with the draft.
    println!("a runtime with a worker, after block_on: {reports:?}");

    let one_thread = Builder::new_current_thread().build()?;
    let reports = save_in_the_background(&one_thread)?;
    println!("a runtime without, after block_on: {:?}", reports.try_iter().collect::<Vec<_>>());
    one_thread.block_on(task::yield_now()); // Any call will do: it runs all tasks that are ready.
    println!("in the next block_on: {:?}", reports.try_iter().collect::<Vec<_>>());

    let reports = save_in_the_background(&one_thread)?;
    drop(one_thread);
    println!("a runtime without, dropped: {:?}", reports.iter().collect::<Vec<_>>());
    Ok(())
}
