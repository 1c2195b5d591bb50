//! A pipeline that hangs when all of Rayon's workers are in one, and one that does not.
//!
//! Article B's pipeline starts a thread that calls Rayon, and waits for it. If the caller is a worker,
//! it waits for work that needs a worker. As long as another one is free, nobody notices.
//!
//! Run: `cargo run -p examples-combined -- pipeline_inside_rayon`
//! Paste: `cargo add anyhow crossbeam rayon`

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam::channel::{self, Sender};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

const LINES: [&str; 3] = ["the quick brown fox", "jumps over", "the lazy dog"];

/// Counts words as the article does: one thread calls Rayon, one adds up, and the caller waits for
/// both. The article uses the default pool. Here it is `pool`, with a known number of workers.
pub fn as_printed(pool: &ThreadPool) -> usize {
    let (tx, rx) = channel::bounded(100);
    thread::scope(|s| {
        // The first thread is no worker. It hands the jobs to the pool and waits for a worker to take
        // them. If all workers wait in a scope such as this one, none ever does.
        s.spawn(move || pool.install(|| send_word_counts(tx)));
        s.spawn(move || rx.iter().sum()).join().expect("adding up three numbers can't panic")
    })
}

/// Counts words, but the caller itself calls Rayon. If it is a worker, it does its part of the jobs, or
/// all of them if nobody helps. Only the consumer has a thread of its own.
pub fn fixed(pool: &ThreadPool) -> usize {
    let (tx, rx) = channel::bounded(100);
    thread::scope(|s| {
        let consumer = s.spawn(move || rx.iter().sum());
        pool.install(|| send_word_counts(tx));
        consumer.join().expect("adding up three numbers can't panic")
    })
}

/// Counts the words of each line, on all workers, and closes the channel.
fn send_word_counts(tx: Sender<usize>) {
    LINES.par_iter().for_each(|line| {
        let words = line.split_whitespace().count();
        tx.send(words).expect("the consumer listens until the last sender is gone");
    });
}

pub fn main() -> anyhow::Result<()> {
    let (deadline, patience) = (Duration::from_millis(200), Duration::from_secs(3600));
    for (what, workers, patience, pipeline) in [
        ("as printed, in one of two workers", 2, patience, as_printed as fn(&ThreadPool) -> usize),
        ("as printed, in the only worker", 1, deadline, as_printed),
        ("fixed, in the only worker", 1, patience, fixed),
    ] {
        let pool = Arc::new(ThreadPoolBuilder::new().num_threads(workers).build()?);
        let (done, result) = channel::bounded(1);
        let inside = Arc::clone(&pool);
        pool.spawn(move || done.send(pipeline(&inside)).unwrap_or_default()); // `main` may have left.
        match result.recv_timeout(patience) {
            Ok(words) => println!("{what}: {words} words"),
            Err(_) => println!("{what}: nothing after {patience:?}, and nothing will come"),
        }
    }
    Ok(())
}
