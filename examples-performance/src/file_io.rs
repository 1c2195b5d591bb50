//! The same files read with threads, with Rayon, and with async file operations.
//!
//! Article B says that operating systems have no true async file API, so that async file I/O only adds
//! overhead. Linux has had one since 5.1 (2019), `io_uring`; Tokio and smol don't use it by default,
//! and hand each read to a pool of threads. That is what is measured. The files are in the page cache,
//! as files that were just written are.
//!
//! All read the same number of files of the same size, each with one call that reads a whole file.
//! Threads are as many as cores. Async operations have the threads that their libraries start by
//! themselves, as in a program.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use anyhow::Context;
use rayon::prelude::*;
use smol::stream::StreamExt;
use tempfile::TempDir;
use tokio::runtime;

use crate::harness::measure::cores;
use crate::harness::study::Outcome;
use crate::harness::{Study, Verdict, time};

const FILES: usize = 200;
const BYTES: usize = 16 * 1024;

pub fn study() -> Study {
    let study = Study {
        name: "file_io",
        claim: "C10",
        article: "B \"Async File I/O\"",
        says: "async file operations use hidden threads, and only add overhead",
        figure: "overhead without gains",
        ..Study::default()
    };
    study
        .contender("one thread", || {
            let (_folder, paths) = files()?;
            outcome(|| Ok(paths.iter().map(length).sum()))
        })
        .contender("scoped threads", || {
            let (_folder, paths) = files()?;
            outcome(|| Ok(scoped(&paths)))
        })
        .contender("Rayon", || {
            let (_folder, paths) = files()?;
            outcome(|| Ok(paths.par_iter().map(length).sum()))
        })
        .contender("tokio::fs", || {
            let (_folder, paths) = files()?;
            let runtime = runtime::Builder::new_multi_thread().worker_threads(cores()).build()?;
            outcome(|| runtime.block_on(with_tokio(&paths)))
        })
        .contender("smol::fs", || {
            let (_folder, paths) = files()?;
            outcome(|| smol::block_on(with_smol(&paths)))
        })
        .ratio("tokio::fs / scoped threads", "tokio::fs", "scoped threads")
        .ratio("smol::fs / scoped threads", "smol::fs", "scoped threads")
        .rule(["tokio::fs / scoped threads", "smol::fs / scoped threads"], verdict)
}

pub fn verdict([tokio, smol]: [f64; 2]) -> Verdict {
    let shown = format!(
        "tokio::fs reads {FILES} cached files of {} KiB in {tokio:.1} times the time of scoped threads, \
         and smol::fs in {smol:.1} times",
        BYTES / 1024
    );
    if tokio > 1.1 && smol > 1.1 {
        Verdict::holds_but(format!(
            "only for the usual runtimes (io_uring we did not measure): {shown}"
        ))
    } else {
        Verdict::not_here(shown)
    }
}

fn outcome(job: impl Fn() -> anyhow::Result<u64>) -> anyhow::Result<Outcome> {
    let bytes = job()?;
    Ok(Outcome::time(time(&job)).computed("the bytes read", bytes))
}

fn files() -> anyhow::Result<(TempDir, Vec<PathBuf>)> {
    let folder = tempfile::tempdir().context("can't make a folder")?; // removed when it is dropped
    let paths: Vec<_> =
        (0..FILES).map(|number| folder.path().join(format!("{number}.log"))).collect();
    for path in &paths {
        fs::write(path, vec![b'.'; BYTES]).with_context(|| format!("can't write {path:?}"))?;
    }
    Ok((folder, paths))
}

/// A file that can't be read has no bytes, and the sum will not be that of the others.
fn length(path: &PathBuf) -> u64 {
    fs::read(path).map_or(0, |bytes| bytes.len() as u64)
}

fn scoped(paths: &[PathBuf]) -> u64 {
    thread::scope(|s| {
        let chunks = paths.chunks(paths.len().div_ceil(cores()));
        let sum = |chunk: &[PathBuf]| chunk.iter().map(length).sum::<u64>();
        let threads: Vec<_> = chunks.map(|chunk| s.spawn(move || sum(chunk))).collect();
        threads.into_iter().map(|thread| thread.join().expect("reading does not panic")).sum()
    })
}

async fn with_tokio(paths: &[PathBuf]) -> anyhow::Result<u64> {
    let mut reads = tokio::task::JoinSet::new();
    for path in paths {
        let path = Arc::new(path.clone()); // A task may outlive this function.
        reads.spawn(async move { tokio::fs::read(&*path).await.map(|bytes| bytes.len() as u64) });
    }
    let mut sum = 0;
    while let Some(read) = reads.join_next().await {
        sum += read??;
    }
    Ok(sum)
}

async fn with_smol(paths: &[PathBuf]) -> anyhow::Result<u64> {
    let read = |path: &PathBuf| {
        let path = path.clone();
        smol::spawn(async move { smol::fs::read(path).await.map(|bytes| bytes.len() as u64) })
    };
    let reads: Vec<_> = paths.iter().map(read).collect(); // All are under way at once.
    let mut reads = smol::stream::iter(reads).then(|read| read);
    let mut sum = 0;
    while let Some(read) = reads.next().await {
        sum += read?;
    }
    Ok(sum)
}
