//! `tokio::fs` reads files on hidden threads; threads of our own read the same bytes.
//!
//! Article B, "Async File I/O": async file operations run on hidden thread pools. With Tokio's
//! default settings they do, and the runtime's `on_thread_start` counts the threads.
//!
//! Run: `cargo run -p examples-tokio -- async_file_io`
//! Paste: `cargo add anyhow futures-util && cargo add tempfile --no-default-features && cargo add tokio --features fs,rt`

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use anyhow::Result;
use futures_util::future;
use tokio::runtime;

/// Reads each file on a thread of its own. Returns the contents in the order of the paths.
pub fn read_with_threads(paths: &[PathBuf]) -> Result<Vec<Vec<u8>>> {
    thread::scope(|s| {
        let reads: Vec<_> = paths.iter().map(|path| s.spawn(move || fs::read(path))).collect();
        reads.into_iter().map(|read| Ok(read.join().expect("reading does not panic")?)).collect()
    })
}

/// Reads the files with `tokio::fs`, on a runtime of one thread. Returns also how many more threads
/// the runtime started, of which there are never more than `most`.
pub fn read_with_tokio(paths: &[PathBuf], most: usize) -> Result<(Vec<Vec<u8>>, usize)> {
    let started = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&started);
    let runtime = runtime::Builder::new_current_thread()
        .max_blocking_threads(most)
        // Runs on each thread that the runtime starts; the caller of `block_on` is not one of them.
        .on_thread_start(move || _ = counter.fetch_add(1, Ordering::Relaxed))
        .build()?;
    let reads = paths.iter().map(tokio::fs::read);
    let contents = runtime.block_on(future::try_join_all(reads))?; // All are under way at once.
    Ok((contents, started.load(Ordering::Relaxed)))
}

pub fn main() -> Result<()> {
    let folder = tempfile::tempdir()?; // removed at the end
    let paths: Vec<_> = (0..8).map(|hour| folder.path().join(format!("{hour:02}.log"))).collect();
    paths.iter().try_for_each(|path| fs::write(path, "GET / 200\n".repeat(100_000)))?;

    let by_threads = read_with_threads(&paths)?;
    let bytes: usize = by_threads.iter().map(Vec::len).sum();
    println!("std::fs on {0} threads of our own: {0} files, {bytes} bytes", paths.len());
    for most in [512, 1] {
        // 512 is Tokio's default.
        let (by_tokio, started) = read_with_tokio(&paths, most)?;
        let same = by_tokio == by_threads;
        println!("tokio::fs, more threads: {started} of at most {most}, same bytes: {same}");
    }
    Ok(())
}
