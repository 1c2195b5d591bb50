//! A pool of your own: its size, its names, what runs there, and why not to wait in it.
//!
//! The articles use Rayon's default pool, which has a worker for each core and serves the whole
//! program. A pool of your own limits one kind of work, or keeps it apart. Any pool stands still
//! once all its workers wait for jobs that only these workers could run.
//!
//! Run: `cargo run -p examples-rayon -- custom_pool`
//! Paste: `cargo add anyhow rayon`

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::anyhow;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Makes a pool with that many workers, named `NAME-0`, `NAME-1` and so on.
///
/// # Errors
/// If the system has no more threads to give.
pub fn named_pool(name: &'static str, workers: usize) -> anyhow::Result<ThreadPool> {
    ThreadPoolBuilder::new()
        .num_threads(workers)
        .thread_name(move |index| format!("{name}-{index}"))
        .build()
        .map_err(|error| anyhow!("the workers of the pool `{name}` can't be started: {error}"))
}

/// The name of the worker that calls this.
fn worker() -> String {
    // Rayon gives the workers of its default pool no names.
    thread::current().name().unwrap_or("default pool").to_string()
}

/// The pools in which the jobs of a parallel iterator ran: the workers' names without the numbers.
pub fn pools_used() -> BTreeSet<String> {
    let workers = (0..1_000).into_par_iter().map(|_| worker());
    workers
        .map(|name| match name.rsplit_once('-') {
            Some((pool, _number)) => pool.to_string(),
            None => name,
        })
        .collect()
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Counts the words of two pages. A job starts another job and *waits* for its message, for as
/// long as it has patience; then it gives up with `None`.
pub fn count_and_wait(pool: &ThreadPool, patience: Duration) -> Option<usize> {
    pool.install(|| {
        let (sender, receiver) = mpsc::channel();
        rayon::spawn(move || {
            // If nobody waits any more, nobody needs the number.
            let _ = sender.send(count_words("the second page"));
        });
        let first = count_words("the first page of the book");
        // A worker that waits for a channel does nothing else meanwhile, so the pool is one worker
        // short. Here that is its last one, and plain `recv` would wait for ever.
        let second = receiver.recv_timeout(patience).ok()?;
        Some(first + second)
    })
}

/// Counts the same words with `join`: a worker whose other half is not done runs it itself, or,
/// if another worker has stolen it, does other jobs of the pool until it is done.
pub fn count_and_join(pool: &ThreadPool) -> usize {
    let (first, second) =
        pool.join(|| count_words("the first page of the book"), || count_words("the second page"));
    first + second
}

pub fn main() -> anyhow::Result<()> {
    let indexer = named_pool("indexer", 2)?;
    println!("workers: {:?}", indexer.broadcast(|_| worker()));
    println!("by itself, a parallel iterator runs in: {:?}", pools_used());
    // Everything below `install` belongs to its pool, however deep the call.
    println!("inside `install` it runs in: {:?}", indexer.install(pools_used));

    let single = named_pool("single", 1)?;
    match count_and_wait(&single, Duration::from_millis(100)) {
        Some(words) => println!("one worker that waits: {words} words"),
        None => println!("one worker that waits: the job it waits for could not start"),
    }
    println!("one worker that joins: {} words", count_and_join(&single));
    Ok(())
}
