//! `tokio::fs` reads files on hidden threads; threads of our own read the same bytes.
//!
//! Article B, "Async File I/O": async file operations run on hidden thread pools. With Tokio's
//! default settings they do, and the runtime's `on_thread_start` counts the threads.
//!
//! Run: `cargo run -p examples-tokio -- async_file_io`
//! Paste: `cargo add anyhow futures-util && cargo add tempfile --no-default-features && cargo add tokio --features fs,rt`

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::Context;
use futures_util::future;
use tokio::runtime;

/// Reads each file on a thread of its own. Returns the contents in the order of the paths.
///
/// # Errors
/// If a file can't be read.
pub fn read_with_threads(paths: &[PathBuf]) -> anyhow::Result<Vec<Vec<u8>>> {
    thread::scope(|s| {
        let read = |path| fs::read(path).with_context(|| format!("can't read {path:?}"));
        let reads: Vec<_> = paths.iter().map(|path| s.spawn(move || read(path))).collect();
        reads.into_iter().map(|read| read.join().expect("reading does not panic")).collect()
    })
}

/// Reads the files with `tokio::fs`, on a runtime of one thread. Returns also how many more threads
/// the runtime started, of which there are never more than `most`.
///
/// # Errors
/// If a file can't be read, or the runtime can't start.
///
/// # Panics
/// If `most` is 0, or it is called inside another runtime.
pub fn read_with_tokio(paths: &[PathBuf], most: usize) -> anyhow::Result<(Vec<Vec<u8>>, usize)> {
    let started = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&started);
    let runtime = runtime::Builder::new_current_thread()
        .max_blocking_threads(most)
        // Runs on each thread that the runtime starts; the caller of `block_on` is not one of them.
        .on_thread_start(move || _ = counter.fetch_add(1, Ordering::Relaxed))
        .build()
        .context("can't start a runtime")?;
    let reads = paths.iter().map(|path| async move {
        tokio::fs::read(path).await.with_context(|| format!("can't read {path:?}"))
    });
    let contents = runtime.block_on(future::try_join_all(reads))?; // All are under way at once.
    Ok((contents, started.load(Ordering::Relaxed)))
}

pub fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("can't make a folder")?; // removed at the end
    let paths: Vec<_> = (0..8).map(|hour| folder.path().join(format!("{hour:02}.log"))).collect();
    for path in &paths {
        let written = fs::write(path, "GET / 200\n".repeat(100_000));
        written.with_context(|| format!("can't write {path:?}"))?;
    }

    let by_threads = read_with_threads(&paths)?;
    let bytes: usize = by_threads.iter().map(Vec::len).sum();
    println!("std::fs on {0} threads of our own: {0} files, {bytes} bytes", paths.len());
    for most in [512, 1] {
        // 512 is Tokio's default.
        let (by_tokio, started) = read_with_tokio(&paths, most)?;
        let same = by_tokio == by_threads;
        println!("tokio::fs, at most {most} more threads: {started} started, same bytes: {same}");
    }
    Ok(())
}
