//! `--timeline`, tried on the section of misbehaving listings: it changes nothing that a listing
//! prints, and draws every ending.
#![cfg(target_os = "linux")]

use std::fs;
use std::process::Command;

use crate::misbehaving;

use tempfile::TempDir;

/// Runs it as from a UTF-8 locale; returns exit status, stdout and stderr.
fn run(arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
    let output = Command::new(misbehaving())
        .args(arguments)
        .env("RUST_BACKTRACE", "0")
        .env("EXAMPLES_DEADLINE", "10")
        .env("LC_ALL", "C.UTF-8")
        .env_remove("TERM")
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn scratch() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

#[test]
fn it_is_drawn_on_stderr_and_stdout_stays_as_it_was() {
    let last_counts = &["works", "--timeline=t.svg", "--timeline"];
    for arguments in [&["works", "--timeline"][..], &["--timeline", "works"], last_counts] {
        let (status, out, err) = run(arguments, &[]);
        assert_eq!((status, out.as_str()), (0, "it works\n"));
        assert!(err.starts_with("timeline of works: 1 thread on "), "{err}");
        assert!(err.lines().any(|line| line.starts_with("main ")), "{err}");
        assert!(err.contains("sampled ") && err.contains(" of one core"), "{err}");
        assert!(!err.contains('\x1b'), "color is for terminals: {err:?}");
        assert!(err.lines().all(|line| line.chars().count() <= 80), "{err}");
    }
}

#[test]
fn it_is_ascii_where_the_locale_or_the_terminal_is() {
    for plain in [("LC_ALL", "C"), ("TERM", "dumb")] {
        let (_, _, err) = run(&["works", "--timeline"], &[plain]);
        assert!(err.is_ascii() && err.contains("# on a CPU"), "{err}");
    }
}

#[test]
fn a_listing_that_hangs_is_drawn_as_it_waits() {
    let (status, out, err) = run(&["hangs", "--timeline"], &[("EXAMPLES_DEADLINE", "1")]);
    assert_eq!((status, out.as_str()), (1, "waiting\n"));
    assert!(
        err.contains("waits for another thread: a lock, a channel, a join, work (futex)"),
        "{err}"
    );
    let end = "misbehaving: listing `hangs` was still running after 1 s and was stopped\n";
    assert!(err.ends_with(end), "{err}");
}

#[test]
fn each_listing_has_its_own_when_all_run() {
    let (status, out, err) = run(&["--timeline"], &[("EXAMPLES_DEADLINE", "1")]);
    assert_eq!(status, 1);
    assert!(out.ends_with("line 19999\n"));
    assert_eq!(err.matches("timeline of ").count(), 8, "{err}");
    assert!(err.ends_with("misbehaving: 4 of 8 failed: fails, panics, aborts, hangs\n"), "{err}");
}

#[test]
fn a_file_gets_the_picture_or_the_trace() {
    let folder = scratch();
    let [svg, json] = ["works.svg", "works.json"].map(|name| folder.path().join(name));
    for file in [&svg, &json] {
        let option = format!("--timeline={}", file.display());
        let (status, out, err) = run(&["works", &option], &[]);
        assert_eq!((status, out.as_str()), (0, "it works\n"));
        let expected = format!("{}: timeline of works: 1 thread on ", file.display());
        assert!(err.starts_with(&expected) && err.lines().count() == 3, "{err}");
    }
    let svg = fs::read_to_string(svg).unwrap();
    roxmltree::Document::parse(&svg).expect("valid XML");
    let json = fs::read_to_string(json).unwrap();
    let trace: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
    assert_eq!(trace["traceEvents"][0]["args"]["name"], "works");
}

#[test]
fn a_wrong_file_is_one_sentence() {
    let folder = scratch();
    let file = folder.path().join("no such folder").join("t.svg");
    let option = format!("--timeline={}", file.display());
    let missing = format!("{}: No such file or directory (os error 2)", file.display());
    for (arguments, status, sentence) in [
        (
            &["works", "--timeline=t.png"][..],
            2,
            "--timeline=t.png: expected FILE.svg or FILE.json; --help says what is understood",
        ),
        (
            &["works", "--timeline="],
            2,
            "--timeline=: expected FILE.svg or FILE.json; --help says what is understood",
        ),
        (
            &["works", "--timeline=.svg"],
            2,
            "--timeline=.svg: expected FILE.svg or FILE.json; --help says what is understood",
        ),
        (&["--timeline=t.svg"], 2, "--timeline=FILE shows one listing; which one?"),
        (&["works", &option], 1, &missing),
    ] {
        let (found, out, err) = run(arguments, &[]);
        let expected = format!("misbehaving: {sentence}\n");
        assert_eq!((found, out.as_str(), err), (status, "", expected), "{arguments:?}");
    }
}

/// To open a FIFO means to wait until somebody reads it, and nobody may.
#[test]
fn what_is_no_file_is_refused_before_the_listing_runs() {
    let folder = scratch();
    let fifo = folder.path().join("fifo.svg");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let device = folder.path().join("device.json");
    std::os::unix::fs::symlink("/dev/null", &device).unwrap();
    let directory = folder.path().join("directory.svg");
    fs::create_dir(&directory).unwrap();
    for file in [fifo, device, directory] {
        let expected = format!("misbehaving: {}: this is no regular file\n", file.display());
        let option = format!("--timeline={}", file.display());
        assert_eq!(run(&["works", &option], &[]), (1, String::new(), expected));
    }
}

/// The disk is full when the listing has ended: no file may have a byte here.
#[test]
fn a_file_that_cannot_be_written_does_not_hide_how_the_listing_ended() {
    let folder = scratch();
    let file = folder.path().join("full.svg");
    let run = |listing: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; ulimit -f 0; \"$0\" \"$@\""]);
        command.arg(misbehaving()).arg(listing).arg(format!("--timeline={}", file.display()));
        let output = command.env("EXAMPLES_DEADLINE", "10").output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let sentence = format!("misbehaving: {}: File too large (os error 27)\n", file.display());
    assert_eq!(run("works"), (1, "it works\n".into(), sentence.clone()));
    let (status, _, err) = run("fails");
    let ending = "misbehaving: listing `fails` failed (exit status 1)\n";
    assert!(status == 1 && err.ends_with(&format!("{sentence}{ending}")), "{err}");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing is left behind");
}
