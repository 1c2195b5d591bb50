//! Runs the section's program, and gives up, with a word on what for, when it hangs.

use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const WATCHDOG: Duration = Duration::from_secs(60);

/// What a program's run left behind.
#[derive(Debug)]
pub struct Ran {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a listing as a reader does. What it prints must fit into a pipe, which holds 4 KiB or more.
pub fn run<S: AsRef<OsStr>>(listing: &str, arguments: impl IntoIterator<Item = S>) -> Ran {
    run_with(Command::new(env!("CARGO_BIN_EXE_examples-rayon")).arg(listing).args(arguments))
}

/// Runs a command, at most until the watchdog's time.
pub fn run_with(command: &mut Command) -> Ran {
    let output = (Stdio::piped(), Stdio::piped());
    let mut child = command
        .env("RUST_BACKTRACE", "0")
        .stdout(output.0)
        .stderr(output.1)
        .spawn()
        .expect("the program starts");
    let start = Instant::now();
    while child.try_wait().expect("a child can be asked").is_none() {
        if start.elapsed() > WATCHDOG {
            child.kill().expect("a running child can be stopped");
            panic!("{command:?} was still running after {} s", WATCHDOG.as_secs());
        }
        thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("what it printed can be read");
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    Ran { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Makes folders below `dir`, in one that is called `deep`, until a path to the last is longer than
/// Linux takes: not even the superuser can read it by its path.
#[cfg(target_os = "linux")]
pub fn dig_too_deep(dir: &std::path::Path) {
    let name = "d".repeat(200);
    let half = |top: &str| (0..12).fold(dir.join(top), |folder, _| folder.join(&name));
    for top in ["deep", "other"] {
        std::fs::create_dir_all(half(top)).expect("half the length is no problem");
    }
    std::fs::rename(dir.join("other"), half("deep").join("other")).expect("moved");
}
