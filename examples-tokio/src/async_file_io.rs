//! `tokio::fs` reads files on hidden threads; threads of our own read the same bytes.
//!
//! Article B, "Async File I/O": async file operations run on hidden thread pools. Tokio's do,
//! unless it was built for another way, and the runtime's `on_thread_start` counts the threads.
//!
//! Run: `cargo run -p examples-tokio -- async_file_io`
//! Paste: `cargo add anyhow && cargo add tokio --features fs,io-util,macros,net,rt,sync,time`

use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::SystemTime;

use anyhow::anyhow;
use tokio::runtime;
use tokio::task;

pub fn main() -> anyhow::Result<()> {
    let logs = Logs::write(8)?;
    let by_threads = read_with_threads(&logs.paths)?;
    let bytes: usize = by_threads.iter().map(Vec::len).sum();
    println!("std::fs on {0} threads of our own: {0} files, {bytes} bytes", logs.paths.len());
    // 512 is what Tokio allows by default, and 1 the smallest number.
    for most in [512, 1] {
        let (by_tokio, hidden) = read_with_tokio(&logs.paths, most)?;
        let same = by_tokio == by_threads;
        println!(
            "tokio::fs, at most {most} more threads: {hidden} started, the same bytes: {same}"
        );
    }
    Ok(())
}

/// The bytes of each file, in the order of the paths, read by a thread for each.
///
/// # Errors
/// If one of the files can't be read.
pub fn read_with_threads(paths: &[PathBuf]) -> anyhow::Result<Vec<Vec<u8>>> {
    thread::scope(|scope| {
        let readers: Vec<_> =
            paths.iter().map(|path| (path, scope.spawn(move || fs::read(path)))).collect();
        readers
            .into_iter()
            .map(|(path, reader)| {
                let bytes = reader.join().expect("reading does not panic");
                bytes.map_err(|error| anyhow!("can't read {}: {error}", path.display()))
            })
            .collect()
    })
}

/// The same, read by tasks on a runtime that has one thread; gives also how many more threads were
/// started to do it, which are never more than `most`.
///
/// # Errors
/// If one of the files can't be read, or there can be no runtime.
pub fn read_with_tokio(paths: &[PathBuf], most: usize) -> anyhow::Result<(Vec<Vec<u8>>, usize)> {
    let started = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&started);
    let runtime = runtime::Builder::new_current_thread()
        .max_blocking_threads(most)
        // Runs in each thread that the runtime starts. The one that calls `block_on` is not one.
        .on_thread_start(move || {
            count.fetch_add(1, Ordering::Relaxed);
        })
        .build()
        .map_err(|error| anyhow!("the runtime can't be made: {error}"))?;
    let bytes = runtime.block_on(async {
        // Spawned first and awaited afterwards: all reads are under way at the same time.
        let reads: Vec<_> =
            paths.iter().map(|path| (path, task::spawn(tokio::fs::read(path.clone())))).collect();
        let mut all = Vec::new();
        for (path, read) in reads {
            let bytes = read.await.expect("reading does not panic");
            all.push(bytes.map_err(|error| anyhow!("can't read {}: {error}", path.display()))?);
        }
        anyhow::Ok(all)
    })?;
    Ok((bytes, started.load(Ordering::Relaxed)))
}

/// Log files in a folder of their own, which goes when this value goes.
pub struct Logs {
    folder: PathBuf,
    /// One for each hour.
    pub paths: Vec<PathBuf>,
}

impl Logs {
    /// Writes so many files.
    ///
    /// # Errors
    /// If the folder for temporary files takes none.
    pub fn write(hours: u32) -> anyhow::Result<Logs> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let folder = env::temp_dir().join(format!("async_file_io-{}", now.as_nanos()));
        let wrong = |error| anyhow!("can't write to {}: {error}", folder.display());
        fs::create_dir(&folder).map_err(wrong)?;
        let mut logs = Logs { folder: folder.clone(), paths: Vec::new() };
        for hour in 0..hours {
            let path = folder.join(format!("hour_{hour:02}.log"));
            fs::write(&path, format!("{hour:02}:00 GET / 200\n").repeat(100_000)).map_err(wrong)?;
            logs.paths.push(path);
        }
        Ok(logs)
    }
}

impl Drop for Logs {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder); // What can't be removed, the system will.
    }
}
