//! A file is read by a thread that may block, and its lines arrive at a task that must not.
//!
//! Article B, "Async File I/O": async runtimes read files on hidden threads. In smol that is a
//! function of its own, `unblock`, and nothing about it need be hidden.
//!
//! Run: `cargo run -p examples-smol -- unblock [FILE]`
//! Paste: `cargo add anyhow smol && cargo add tempfile --no-default-features`

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread::{self, ThreadId};

use smol::channel;

const LOG: &str = "\
10:00:01 started
10:00:07 no answer from the database, trying again
10:00:09 ready
";

pub fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.as_slice() {
        [] => {
            let folder = tempfile::tempdir()?; // removed when it is dropped
            let path = folder.path().join("service.log");
            fs::write(&path, LOG)?;
            report(&path)?;
        }
        [path] => report(path)?,
        _ => {
            eprintln!("too many arguments; expected one file, or none");
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn report(path: &Path) -> anyhow::Result<()> {
    let (longest, reader) = smol::block_on(longest_line(path.to_path_buf()))
        .map_err(|error| anyhow::anyhow!("can't read {}: {error}", path.display()))?;
    println!("longest line: {longest:?}");
    println!("read on the task's own thread: {}", reader == thread::current().id());
    Ok(())
}

/// The longest line of a file, the first of several, and the thread that read it. Lines are
/// compared by their bytes; what is not UTF-8 in them becomes U+FFFD.
///
/// # Errors
/// If the file can't be opened or read.
pub async fn longest_line(path: PathBuf) -> io::Result<(String, ThreadId)> {
    // Room for one line: the reader stays one ahead, however large the file is. This also proves
    // that two threads are at work. On one, the second line would find no room, `send_blocking`
    // would wait for ever, and `recv` below would never run.
    let (lines, arriving) = channel::bounded(1);
    // `move`: as with `thread::spawn`, the closure may outlive this function, and borrows nothing.
    let reading = smol::unblock(move || {
        for line in BufReader::new(File::open(path)?).split(b'\n') {
            if lines.send_blocking(line?).is_err() {
                break; // Nobody wants the rest.
            }
        }
        Ok(thread::current().id())
    });
    let mut longest = Vec::new();
    // While it waits here, this thread is free for other tasks.
    while let Ok(line) = arriving.recv().await {
        if line.len() > longest.len() {
            longest = line;
        }
    }
    let reader: io::Result<ThreadId> = reading.await;
    Ok((String::from_utf8_lossy(&longest).into_owned(), reader?))
}
