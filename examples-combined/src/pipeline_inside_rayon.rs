//! A pipeline that hangs when every worker of Rayon's is in one, and one that does not.
//!
//! Article B's pipeline starts a thread that calls Rayon, and waits for it. Called by a worker of
//! Rayon's, that is a worker which waits for work that needs a worker. As long as another one is
//! free, nobody notices. `hybrid_pipeline` is written in the second way for that reason.
//!
//! Run: `cargo run -p examples-combined -- pipeline_inside_rayon`
//! Paste: `cargo add anyhow crossbeam rayon`

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use crossbeam::channel::{self, Sender};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

const LINES: [&str; 3] = ["the quick brown fox", "jumps over", "the lazy dog"];

/// Counts words in the shape of the article: one thread calls Rayon, one adds up, and the caller
/// waits for both. In the article it is the default pool that the new thread turns to; here it is
/// `pool`, so that the number of its workers is known.
pub fn as_printed(pool: &ThreadPool) -> usize {
    let (tx, rx) = channel::bounded(100);
    thread::scope(|s| {
        // The first thread is no worker, so it can only queue the jobs and wait until a worker takes
        // them. If all of these wait in a scope such as this one, none ever does.
        s.spawn(move || pool.install(|| send_word_counts(tx)));
        s.spawn(move || rx.iter().sum()).join().expect("adding up three numbers can't panic")
    })
}

/// The mend: the caller itself calls Rayon. If it is a worker, it does its part of the jobs, or all
/// if nobody helps. Only the consumer has a thread of its own, and it needs nobody's help.
pub fn mended(pool: &ThreadPool) -> usize {
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

/// Makes a pool of so many workers, runs `pipeline` in `calls` of them at the same time, and gives
/// what each call gives; `None` if they have not all returned in time. Then the pool is lost: there
/// is no way to get a thread back that waits for ever.
///
/// # Errors
/// If the system has no threads left.
///
/// # Panics
/// If there are more calls than workers, which could not be at work at the same time.
pub fn in_workers(
    workers: usize,
    calls: usize,
    patience: Duration,
    pipeline: fn(&ThreadPool) -> usize,
) -> Result<Option<Vec<usize>>> {
    assert!(calls <= workers, "{calls} calls need as many workers");
    let pool = ThreadPoolBuilder::new().num_threads(workers).build()?;
    let (done, results) = channel::bounded(1);
    // No scope: it would wait for this thread, whatever our patience.
    thread::spawn(move || {
        let all_inside = Barrier::new(calls);
        let results = pool.install(|| {
            let calls = (0..calls).into_par_iter().with_max_len(1);
            let call = |_| {
                all_inside.wait(); // No call begins before each has a worker.
                pipeline(&pool)
            };
            calls.map(call).collect()
        });
        let _ = done.send(results); // Perhaps nobody waits any more.
    });
    Ok(results.recv_timeout(patience).ok())
}

pub fn main() -> Result<()> {
    let (deadline, patience) = (Duration::from_millis(200), Duration::from_secs(3600));
    for (what, calls, patience, pipeline) in [
        ("as printed, in one of two workers", 1, patience, as_printed as fn(&ThreadPool) -> usize),
        ("as printed, in both", 2, deadline, as_printed),
        ("mended, in both", 2, patience, mended),
    ] {
        match in_workers(2, calls, patience, pipeline)? {
            Some(words) => println!("{what}: {words:?} words"),
            None => println!("{what}: nothing after {patience:?}, nor ever"),
        }
    }
    Ok(())
}
