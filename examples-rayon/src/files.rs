//! Counts the lines, words and bytes of each file below a folder, with blocking reads.
//!
//! Article B, "Patterns to Reconsider", advises Rayon or plain threads for many files, not async
//! file input. In the listing before, each file meant much work; here it means next to none.
//!
//! Run: `cargo run -p examples-rayon -- files [DIR]`
//! Paste: `cargo add anyhow rayon walkdir && cargo add tempfile --no-default-features`

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::{array, env};

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;
use tempfile::TempDir;
use walkdir::WalkDir;

/// Lines, words and bytes.
pub type Counts = [u64; 3];

/// Counts all of `input`, which need not be UTF-8.
pub fn count(mut input: impl Read) -> io::Result<Counts> {
    let ([mut lines, mut words, mut bytes], mut in_word) = ([0; 3], false);
    let mut block = Vec::new();
    // In blocks, as a file can be larger than the memory.
    while input.by_ref().take(64 << 10).read_to_end(&mut block)? > 0 {
        for byte in &block {
            let white = byte.is_ascii_whitespace();
            lines += u64::from(*byte == b'\n');
            words += u64::from(!white && !in_word);
            in_word = !white;
        }
        bytes += block.len() as u64;
        block.clear();
    }
    Ok([lines, words, bytes])
}

/// Returns each file below `dir`, in the order of the paths, with its counts or with what went
/// wrong. A folder that can't be read is one of them.
pub fn count_files(dir: &Path) -> Vec<(PathBuf, io::Result<Counts>)> {
    let entries = WalkDir::new(dir).sort_by_file_name().into_iter();
    let paths = entries.filter_map(|entry| match entry {
        // No links, which can lead round in a circle, and no FIFOs, which need not have an end.
        Ok(entry) => entry.file_type().is_file().then(|| entry.into_path()),
        // The worker that opens this unreadable folder fails too, and reports the reason.
        Err(error) => Some(error.path().unwrap_or(dir).to_path_buf()),
    });
    let paths: Vec<_> = paths.collect();
    // A worker that waits for a disk leaves its core idle. Files that were read lately come from
    // memory; for a slow disk or a network, use a pool with more threads than cores.
    let files = paths.into_par_iter().with_max_len(1); // One can be far larger than the next.
    let counted = files.map(|path| {
        let counts = File::open(&path).and_then(count);
        (path, counts)
    });
    counted.collect()
}

fn write_samples() -> io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    fs::write(at("empty.txt"), "")?;
    fs::write(at("latin-1.txt"), b"caf\xe9 cr\xe8me\n")?; // 0xe9 alone is not UTF-8.
    fs::write(at("monday.txt"), "3 apples\n12 pears\n")?;
    fs::write(at("tuesday.txt"), "1 melon\n".repeat(100_000))?;
    Ok(folder)
}

/// Prints the counts of all files below `dir`, and returns how many could not be read.
fn report(dir: &Path) -> usize {
    let (mut sum, mut failed) = ([0; 3], 0);
    let counted = count_files(dir);
    println!("   lines    words      bytes");
    for (path, counts) in &counted {
        let path = path.strip_prefix(dir).unwrap_or(path);
        match counts {
            Ok([lines, words, bytes]) => {
                // `?` quotes the path, which can hold a line end.
                println!("{lines:8} {words:8} {bytes:10} {path:?}");
                sum = array::from_fn(|i| sum[i] + [lines, words, bytes][i]);
            }
            Err(error) => {
                println!("{:>28} {path:?}: {error}", "not read");
                failed += 1;
            }
        }
    }
    let [lines, words, bytes] = sum;
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
