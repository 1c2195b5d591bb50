//! `biased` looks at the branches in order: a busy one starves those that follow.
//!
//! Beyond the articles. A worker handles jobs until it is told to stop. The stop has come before the
//! first of 1,000 jobs is handled. How many of them does it handle all the same?
//!
//! Run: `cargo run -p examples-tokio -- select_order`
//! Paste: `cargo add tokio --features macros,rt,sync`

use tokio::select;
use tokio::sync::mpsc::{self, Receiver};
use tokio::sync::oneshot;

/// A queue that is full, and a stop that has been sent.
fn busy_and_stopped() -> (Receiver<u32>, oneshot::Receiver<()>) {
    let (sender, jobs) = mpsc::channel(1_000);
    (0..1_000).for_each(|job| sender.try_send(job).expect("the channel has room for all"));
    let (stop, stopped) = oneshot::channel();
    let _ = stop.send(());
    (jobs, stopped)
}

/// The mistake: looks at the stop when there is no job. Returns the number of jobs that it handles.
pub async fn stop_last() -> u32 {
    let ((mut jobs, mut stopped), mut handled) = (busy_and_stopped(), 0);
    loop {
        select! {
            biased;
            Some(_) = jobs.recv() => handled += 1, // Ready in each round.
            _ = &mut stopped => return handled,
        }
    }
}

/// Looks at the stop first.
pub async fn stop_first() -> u32 {
    let ((mut jobs, mut stopped), mut handled) = (busy_and_stopped(), 0);
    loop {
        select! {
            biased;
            _ = &mut stopped => return handled,
            Some(_) = jobs.recv() => handled += 1,
        }
    }
}

/// Each round begins at a branch picked at random, so each gets its turn soon.
pub async fn any_order() -> u32 {
    let ((mut jobs, mut stopped), mut handled) = (busy_and_stopped(), 0);
    loop {
        select! {
            _ = &mut stopped => return handled,
            Some(_) = jobs.recv() => handled += 1,
        }
    }
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("biased, stop last: {} jobs", stop_last().await);
    println!("biased, stop first: {} jobs", stop_first().await);
    println!("without biased, fewer than all: {}", any_order().await < 1_000);
}
