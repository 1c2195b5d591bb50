//! A pool of your own: its size, its names, what runs there, and why not to wait in it.
//!
//! The articles use Rayon's default pool, which has a worker for each core and serves the whole
//! program. Any pool stands still once all its workers wait for jobs that only they could run.
//!
//! Run: `cargo run -p examples-rayon -- custom_pool`
//! Paste: `cargo add anyhow rayon`

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::{thread, time::Duration};

use anyhow::Context;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Starts a pool of `workers` threads, named `NAME-0`, `NAME-1` and so on.
pub fn named_pool(name: &'static str, workers: usize) -> anyhow::Result<ThreadPool> {
    let name_of = move |index| format!("{name}-{index}");
    let pool = ThreadPoolBuilder::new().num_threads(workers).thread_name(name_of).build();
    pool.with_context(|| format!("can't start the workers of the pool `{name}`"))
}

/// Returns the pools in which the jobs of a parallel iterator ran.
pub fn pools_used() -> BTreeSet<String> {
    let pool = |_| match thread::current().name().and_then(|worker| worker.rsplit_once('-')) {
        Some((pool, _number)) => pool.to_string(),
        None => "default pool".to_string(), // Rayon gives the workers there no names.
    };
    (0..1_000).into_par_iter().map(pool).collect()
}

/// Adds two numbers: one job starts another and *waits* for its message, for `patience` at most.
pub fn add_and_wait(pool: &ThreadPool, patience: Duration) -> Option<u64> {
    pool.install(|| {
        let (sender, receiver) = mpsc::channel();
        rayon::spawn(move || sender.send(4).unwrap_or_default()); // Fails if nobody waits any more.
        // Does nothing else meanwhile. As the last worker of the pool it would wait in `recv` forever.
        Some(5 + receiver.recv_timeout(patience).ok()?)
    })
}

/// Adds them with `join`: its worker runs the second closure itself, or other jobs until that is done.
pub fn add_and_join(pool: &ThreadPool) -> u64 {
    let (five, four) = pool.join(|| 5, || 4);
    five + four
}

pub fn main() -> anyhow::Result<()> {
    let indexer = named_pool("indexer", 2)?;
    let names = indexer.broadcast(|_| thread::current().name().unwrap_or_default().to_string());
    println!("workers: {names:?}");
    println!("by default, a parallel iterator runs in: {:?}", pools_used());
    // Everything below `install` belongs to its pool, however deep the call.
    println!("inside `install` it runs in: {:?}", indexer.install(pools_used));

    let single = named_pool("single", 1)?;
    match add_and_wait(&single, Duration::from_millis(100)) {
        Some(sum) => println!("one worker that waits: {sum}"),
        None => println!("one worker that waits: the job it waits for could not start"),
    }
    println!("one worker that joins: {}", add_and_join(&single));
    Ok(())
}
