//! Counts the lines, words and bytes of each file below a folder, with blocking reads.
//!
//! Article B, "Patterns to Reconsider", advises Rayon or plain threads for reading many files, not
//! async file input. A job here is one file, read from its beginning to its end in blocks, however
//! large it is. In the listing before, each file meant much work; here it means next to none.
//!
//! Run: `cargo run -p examples-rayon -- files [DIR]`
//! Paste: `cargo add anyhow rayon`

use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::{env, process::ExitCode};

use anyhow::{Result, anyhow, bail, ensure};
use rayon::prelude::*;

/// What was counted in a file.
#[derive(Debug, Default, PartialEq)]
pub struct Counts {
    /// Line ends.
    pub lines: u64,
    /// Runs of bytes that are not white space.
    pub words: u64,
    /// All bytes; they need not be UTF-8.
    pub bytes: u64,
}

/// Counts what `input` holds, reading it block by block into `block`.
pub fn count(mut input: impl Read, block: &mut [u8]) -> io::Result<Counts> {
    let mut counts = Counts::default();
    let mut in_word = false; // A word may begin in one block and end in the next.
    while let length @ 1.. = input.read(block)? {
        counts.bytes += length as u64;
        for byte in &block[..length] {
            let white = byte.is_ascii_whitespace();
            counts.words += u64::from(!white && !in_word);
            counts.lines += u64::from(*byte == b'\n');
            in_word = !white;
        }
    }
    Ok(counts)
}

/// Each file below `dir`, in the order of the paths, with its counts or with what went wrong. A
/// folder that can't be read is an error of the same kind.
pub fn count_files(dir: &Path) -> Vec<(PathBuf, io::Result<Counts>)> {
    let (mut files, mut unread, mut folders) = (Vec::new(), Vec::new(), vec![PathBuf::new()]);
    while let Some(folder) = folders.pop() {
        match dir.join(&folder).read_dir().and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Err(error) => unread.push((folder, Err(error))),
            Ok(entries) => {
                for entry in entries {
                    let Ok(kind) = entry.file_type() else { continue }; // It has just been removed.
                    // What is neither is left alone: a link may lead round in a circle, and to
                    // open a FIFO or a device may block for ever.
                    if kind.is_dir() {
                        folders.push(folder.join(entry.file_name()));
                    } else if kind.is_file() {
                        files.push(folder.join(entry.file_name()));
                    }
                }
            }
        }
    }
    // A worker that waits for a disk leaves its core idle. Files that were read lately come from
    // memory; for a slow disk or a network, `ThreadPoolBuilder` gives more threads than cores.
    let mut counted: Vec<_> = files
        .into_par_iter()
        .with_max_len(16) // These share a block, and a large file delays no more than these.
        .map_init(
            || vec![0; 64 << 10],
            |block, path| {
                let counts = File::open(dir.join(&path)).and_then(|file| count(file, block));
                (path, counts)
            },
        )
        .collect();
    counted.extend(unread);
    counted.sort_by(|a, b| a.0.cmp(&b.0));
    counted
}

fn write_tree(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder.join("orders"))?;
    fs::write(folder.join("empty.txt"), "")?;
    fs::write(folder.join("latin-1.txt"), b"caf\xe9 cr\xe8me\n")?; // 0xe9 alone is not UTF-8.
    fs::write(folder.join("orders/monday.txt"), "3 apples\n12 pears\n")?;
    fs::write(folder.join("orders/tuesday.txt"), "1 melon\n".repeat(100_000))
}

/// Whether a word looks like an option; a folder of such a name can be given as `./-name`.
fn is_option(word: &Path) -> bool {
    word.as_os_str().as_encoded_bytes().starts_with(b"-")
}

pub fn main() -> Result<ExitCode> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let counted = match arguments.as_slice() {
        [] => {
            let name = format!("files-{:x}", RandomState::new().hash_one(0)); // Nobody else's.
            let folder = env::temp_dir().join(name);
            let counted = write_tree(&folder).map(|()| count_files(&folder));
            let _ = fs::remove_dir_all(&folder); // What stays, the system removes some day.
            counted.map_err(|error| anyhow!("can't write samples into {folder:?}: {error}"))?
        }
        [dir] if !is_option(dir) => match dir.read_dir() {
            Ok(_) => count_files(dir),
            Err(error) => bail!("expected a folder with files, but {dir:?}: {error}"),
        },
        more => {
            eprintln!("expected at most one folder, found {more:?}");
            return Ok(ExitCode::from(2));
        }
    };
    let (mut sum, mut failed) = (Counts::default(), 0);
    println!("   lines    words      bytes");
    for (path, counts) in &counted {
        match counts {
            Ok(Counts { lines, words, bytes }) => {
                println!("{lines:8} {words:8} {bytes:10} {}", path.display());
                sum.lines += lines;
                sum.words += words;
                sum.bytes += bytes;
            }
            Err(error) => {
                println!("       not read: {}: {error}", path.display());
                failed += 1;
            }
        }
    }
    let Counts { lines, words, bytes } = sum;
    println!("{lines:8} {words:8} {bytes:10} in {} files", counted.len() - failed);
    ensure!(failed == 0, "{failed} could not be read");
    Ok(ExitCode::SUCCESS)
}
