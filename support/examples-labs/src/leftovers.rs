//! Ends what an answer has left behind.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;
use std::{fs, process};

/// A process that is ended may have started another.
const MOST_ROUNDS: usize = 20;

/// Ends the processes that an answer has started: this folder is in their environment, or they are in it. It knows of
/// them where the system has `/proc`.
pub(crate) fn end(folder: &Path) {
    for _ in 0..MOST_ROUNDS {
        let left = processes(folder);
        if left.is_empty() {
            break;
        }
        let _ = Command::new("sh")
            .args(["-c", "kill -s KILL \"$@\"", "kill"])
            .args(&left)
            .stderr(Stdio::null())
            .status();
        thread::sleep(Duration::from_millis(5));
    }
}

fn processes(folder: &Path) -> Vec<String> {
    let mut left = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        if id != process::id() && belongs(&entry.path(), folder) {
            left.push(id.to_string());
        }
    }
    left
}

fn belongs(process: &Path, folder: &Path) -> bool {
    let is_in = fs::read_link(process.join("cwd")).is_ok_and(|place| place.starts_with(folder));
    let folder = folder.as_os_str().as_encoded_bytes();
    let names = |environment: Vec<u8>| environment.windows(folder.len()).any(|part| part == folder);
    is_in || fs::read(process.join("environ")).is_ok_and(names)
}
