//! A thread that may block reads a file for a task that must not block.
//!
//! Article B, "Async File I/O": async runtimes read files on hidden threads. In smol you call them.
//!
//! Run: `cargo run -p examples-smol -- unblock [FILE]`
//! Paste: `cargo add anyhow smol`

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::thread::{self, ThreadId};
use std::{env, path::PathBuf};

use anyhow::Context;
use smol::{channel, future};

/// What is read without a FILE.
const LOG: &[u8] = b"10:01 started\n10:07 no answer, trying again\n10:09 ready\n";

/// Returns the longest line, the first of several, and the thread that read it.
///
/// # Errors
/// If the input can't be read.
pub async fn longest_line(input: impl Read + Send + 'static) -> io::Result<(String, ThreadId)> {
    // Room for one line: the reader stays one ahead, however large the file is. This also proves
    // that two threads are at work: on one, `send_blocking` would wait forever for `recv` below.
    let (lines, arriving) = channel::bounded(1);
    // `move`: as with `thread::spawn`, the closure may outlive this function and borrows nothing.
    let reading = smol::unblock(move || {
        for line in BufReader::new(input).split(b'\n') {
            if lines.send_blocking(line?).is_err() {
                break; // Nobody wants the rest.
            }
        }
        io::Result::Ok(thread::current().id())
    });
    let mut longest = Vec::new();
    // While it waits here, this thread is free for other tasks.
    while let Ok(line) = arriving.recv().await {
        if line.len() > longest.len() {
            longest = line;
        }
    }
    Ok((String::from_utf8_lossy(&longest).into_owned(), reading.await?))
}

pub fn main() -> anyhow::Result<()> {
    // If smol can't start its thread, it waits until it can, without a word. So we try first.
    let probe = thread::Builder::new().spawn(|| ()).context("can't start a thread")?;
    probe.join().expect("it does nothing");
    // Not `smol::block_on`, which starts a thread for timers and sockets.
    let (longest, reader) = match env::args_os().nth(1).map(PathBuf::from) {
        None => future::block_on(longest_line(LOG))?,
        Some(path) => File::open(&path)
            .and_then(|file| future::block_on(longest_line(file)))
            .with_context(|| format!("can't read {}", path.display()))?,
    };
    println!("longest line: {longest:?}");
    println!("read on the task's own thread: {}", reader == thread::current().id());
    Ok(())
}
