//! The Go programs print what the listings beside them print. One file for all four: they share the way
//! to build and compare them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::time::Duration;

use snapbox::cmd::Command;

/// A program that deadlocks is ended by Go's runtime; this is for one that hangs in another way,
/// and for the first build, in which Go compiles its standard library.
const WATCHDOG: Duration = Duration::from_secs(300);

/// Builds `go/NAME.go`. Returns `None` where there is no Go.
fn built(name: &str) -> Option<PathBuf> {
    let missing = Process::new("go").arg("version").output().is_err();
    let sentence = format!("go/{name}.go was not compared, because `go` is not installed");
    if examples_testing::skipped("go", missing.then_some(&sentence)) {
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("go");
    fs::create_dir_all(&folder).expect("a folder for Go's programs");
    let program = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("go").join(name).with_extension("go");
    let output = Command::new("go")
        .args(["build".as_ref(), "-o".as_ref(), program.as_os_str(), source.as_os_str()])
        .timeout(WATCHDOG)
        .output()
        .expect("go starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "go build {}:\n{said}", source.display());
    Some(program)
}

/// Returns what a program prints on stdout and stderr. It must succeed.
fn run(command: Command) -> (String, String) {
    let output = command.timeout(WATCHDOG).output().expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{}\n{stdout}{stderr}", output.status);
    (stdout, stderr)
}

/// Runs both, compares what they print, and returns what the Go program wrote to stderr.
fn compare(name: &str, any_order: bool) -> Option<String> {
    let program = built(name)?;
    let (go, go_stderr) = run(Command::new(program));
    let (rust, _) = run(Command::new(env!("CARGO_BIN_EXE_examples-worker-pool")).arg(name));
    let lines = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(String::from).collect();
        if any_order {
            lines.sort();
        }
        lines
    };
    assert_eq!(lines(&go), lines(&rust), "`{name}`: Go on the left, Rust on the right");
    Some(go_stderr)
}

#[test]
fn goroutines_print_what_threads_print() {
    compare("goroutines", true);
}

#[test]
fn ping_is_the_same_in_both() {
    compare("ping", false);
}

#[test]
fn both_worker_pools_get_stuck_at_the_same_job() {
    compare("worker_pool", false);
}

#[test]
fn both_channels_end_and_only_go_panics() {
    if let Some(stderr) = compare("close_and_range", false) {
        assert_eq!(stderr, "panic: send on closed channel\npanic: close of closed channel\n");
    }
}
