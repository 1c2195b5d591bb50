//! A thread that may block reads a file for a task that must not block.
//!
//! Article B, "Async File I/O": async runtimes read files on hidden threads. In smol that is a
//! function of its own, `unblock`, and nothing about it is hidden.
//!
//! Run: `cargo run -p examples-smol -- unblock [FILE]`
//! Paste: `cargo add anyhow smol && cargo add tempfile --no-default-features`

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::thread::{self, ThreadId};

use anyhow::Context;
use smol::channel;

const LOG: &str = "\
10:00:01 started
10:00:07 no answer from the database, trying again
10:00:09 ready
";

/// Returns the longest line of a file, the first of several, and the thread that read it. Lines are
/// compared by their bytes; what is not UTF-8 in them becomes U+FFFD.
///
/// # Errors
/// If the file can't be opened or read.
pub async fn longest_line(path: PathBuf) -> io::Result<(String, ThreadId)> {
    // Room for one line: the reader stays one ahead, however large the file is. This also proves
    // that two threads are at work. On one thread, `send_blocking` would wait forever for room for
    // the second line, and `recv` below would never run.
    let (lines, arriving) = channel::bounded(1);
    // `move`: as with `thread::spawn`, the closure may outlive this function and borrows nothing.
    let reading = smol::unblock(move || {
        for line in BufReader::new(File::open(path)?).split(b'\n') {
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
    let folder; // Dropped at the end of `main`, which removes it.
    let path = match env::args_os().nth(1) {
        Some(path) => PathBuf::from(path),
        None => {
            folder = tempfile::tempdir()?;
            let path = folder.path().join("service.log");
            fs::write(&path, LOG)?;
            path
        }
    };
    let (longest, reader) = smol::block_on(longest_line(path.clone()))
        .with_context(|| format!("can't read {}", path.display()))?;
    println!("longest line: {longest:?}");
    println!("read on the task's own thread: {}", reader == thread::current().id());
    Ok(())
}
