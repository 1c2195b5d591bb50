//! Counts the lines, words and bytes of each file below a folder, with blocking reads.
//!
//! Article B, "Patterns to Reconsider", advises Rayon or plain threads for many files, not async
//! file input. A job is one file. In the listing before, each file meant much work; here it means
//! next to none.
//!
//! Run: `cargo run -p examples-rayon -- files [DIR]`
//! Paste: `cargo add anyhow libc rayon walkdir && cargo add tempfile --no-default-features`

use std::env;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

/// What was counted in the bytes that were written to it.
#[derive(Debug, Default)]
pub struct Counts {
    /// Line ends.
    pub lines: u64,
    /// Runs of bytes that are not white space.
    pub words: u64,
    /// All bytes; they need not be UTF-8.
    pub bytes: u64,
    in_word: bool, // A word can begin in one block and end in the next.
}

impl Write for Counts {
    fn write(&mut self, block: &[u8]) -> io::Result<usize> {
        for byte in block {
            let white = byte.is_ascii_whitespace();
            self.words += u64::from(!white && !self.in_word);
            self.lines += u64::from(*byte == b'\n');
            self.in_word = !white;
        }
        self.bytes += block.len() as u64;
        Ok(block.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts all of `input`.
pub fn count(mut input: impl Read) -> io::Result<Counts> {
    let mut counts = Counts::default();
    // Reads in blocks, as a file can be larger than the memory, and again if it was interrupted.
    io::copy(&mut input, &mut counts)?;
    Ok(counts)
}

/// Counts what is in a regular file. Fails if it is anything else, or can't be read.
pub fn count_file(path: &Path) -> Result<Counts> {
    let mut options = File::options();
    #[cfg(unix)] // Without this flag, to open a FIFO is to wait until somebody writes to it.
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = options.read(true).open(path)?;
    ensure!(file.metadata()?.is_file(), "not a regular file");
    Ok(count(file)?)
}

/// Returns each file below `dir`, in the order of the paths, with its counts or with what went
/// wrong. A folder that can't be read is one of them.
pub fn count_files(dir: &Path) -> Vec<(PathBuf, Result<Counts>)> {
    let entries = WalkDir::new(dir).sort_by_file_name().into_iter();
    let paths: Vec<PathBuf> = entries
        .filter_map(|entry| match entry {
            // No links, which can lead round in a circle, and nothing that need not have an end.
            Ok(entry) => entry.file_type().is_file().then(|| entry.into_path()),
            // The worker that opens this unreadable folder fails too, and reports the reason.
            Err(error) => Some(error.path().unwrap_or(dir).to_path_buf()),
        })
        .collect();
    // A worker that waits for a disk leaves its core idle. Files that were read lately come from
    // memory; for a slow disk or a network, use a pool with more threads than cores.
    let counts: Vec<_> = paths.par_iter().with_max_len(1).map(|path| count_file(path)).collect();
    paths.into_iter().zip(counts).collect()
}

fn write_samples() -> io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("orders"))?;
    fs::write(at("empty.txt"), "")?;
    fs::write(at("latin-1.txt"), b"caf\xe9 cr\xe8me\n")?; // 0xe9 alone is not UTF-8.
    fs::write(at("orders/monday.txt"), "3 apples\n12 pears\n")?;
    fs::write(at("orders/tuesday.txt"), "1 melon\n".repeat(100_000))?;
    Ok(folder)
}

/// Prints the counts of all files below `dir`, and returns how many could not be read.
fn report(dir: &Path) -> usize {
    let (mut sum, mut failed) = (Counts::default(), 0);
    let counted = count_files(dir);
    println!("   lines    words      bytes");
    for (path, counts) in &counted {
        let path = path.strip_prefix(dir).unwrap_or(path);
        match counts {
            Ok(Counts { lines, words, bytes, .. }) => {
                // `?` quotes the path, which can hold a line end.
                println!("{lines:8} {words:8} {bytes:10} {path:?}");
                sum.lines += lines;
                sum.words += words;
                sum.bytes += bytes;
            }
            Err(error) => {
                println!("{:>28} {path:?}: {error}", "not read");
                failed += 1;
            }
        }
    }
    let Counts { lines, words, bytes, .. } = sum;
    println!("{lines:8} {words:8} {bytes:10} in {} files", counted.len() - failed);
    failed
}

pub fn main() -> Result<()> {
    let Some(dir) = env::args_os().nth(1).map(PathBuf::from) else {
        report(write_samples().context("can't write samples")?.path());
        return Ok(());
    };
    dir.read_dir().with_context(|| format!("expected a folder with files, not {dir:?}"))?;
    let failed = report(&dir);
    ensure!(failed == 0, "{failed} could not be read");
    Ok(())
}
