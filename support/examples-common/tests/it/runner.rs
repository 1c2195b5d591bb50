//! The command line, and every way in which a listing can end.

use std::io::Read;
use std::process::{Command, Output, Stdio};

use crate::misbehaving;

fn fixture(arguments: &[&str]) -> Command {
    let mut command = Command::new(misbehaving());
    command.args(arguments).env("RUST_BACKTRACE", "0").env("EXAMPLES_DEADLINE", "10");
    command
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    text(fixture(arguments).output().unwrap())
}

fn text(output: Output) -> (i32, String, String) {
    let out = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
    let err = String::from_utf8(output.stderr).unwrap().replace("\r\n", "\n");
    (output.status.code().expect("the runner itself is never killed"), out, err)
}

#[test]
fn one_listing_prints_nothing_but_its_own() {
    assert_eq!(run(&["works"]), (0, "it works\n".into(), String::new()));
}

#[test]
fn a_listing_sees_only_the_readers_words() {
    for (arguments, words) in [
        (&["input", "a b", "--", "-x"][..], r#"["a b", "-x"]"#),
        (&["input", "-"], r#"["-"]"#),
        (&["input", "--", "--timeline", "--"], r#"["--timeline", "--"]"#),
        (&["input", "--", "--help"], r#"["--help"]"#),
    ] {
        assert_eq!(run(arguments), (0, format!("{words}\n"), String::new()), "{arguments:?}");
    }
}

/// It has said itself what was wrong.
#[test]
fn of_a_failure_on_the_readers_input_only_the_listing_speaks() {
    let (status, _, err) = run(&["input", "wrong"]);
    assert_eq!((status, err.as_str()), (1, "Error: \"`wrong` is not there\"\n"));
    let (status, _, err) = run(&["input", "unclear"]);
    assert_eq!((status, err.as_str()), (2, "usage: input [FILE [WORD]]\n"));
}

#[test]
fn an_error_is_named() {
    let (status, out, err) = run(&["fails"]);
    assert_eq!((status, out.as_str()), (1, ""));
    let expected = "Error: \"the disk is full\"\n\
                    misbehaving: listing `fails` failed (exit status 1)\n";
    assert_eq!(err, expected);
}

#[test]
fn a_panic_is_named() {
    let (status, _, err) = run(&["panics"]);
    assert_eq!(status, 1);
    assert!(err.contains("at the disco"), "{err}");
    assert!(err.ends_with("misbehaving: listing `panics` panicked (exit status 101)\n"), "{err}");
}

#[test]
fn an_abort_is_named() {
    let (status, _, err) = run(&["aborts"]);
    assert_eq!(status, 1);
    assert!(err.contains("misbehaving: listing `aborts` "), "{err}");
}

#[test]
fn a_listing_that_outlives_its_deadline_is_stopped_and_named() {
    let output = fixture(&["hangs"]).env("EXAMPLES_DEADLINE", "0.2").output().unwrap();
    let (status, _, err) = text(output);
    assert_eq!(status, 1);
    let expected = "misbehaving: listing `hangs` was still running after 0.2 s and was stopped\n";
    assert_eq!(err, expected);
}

#[test]
fn with_input_there_is_no_deadline() {
    let output =
        fixture(&["hangs", "no"]).env("EXAMPLES_DEADLINE", "0.000000001").output().unwrap();
    assert_eq!(text(output), (0, "waiting\n".into(), String::new()));
}

#[test]
fn the_run_goes_on_after_a_failure_and_ends_with_status_1() {
    let output = fixture(&[]).env("EXAMPLES_DEADLINE", "1").output().unwrap();
    let (status, out, err) = text(output);
    assert_eq!(status, 1);
    let headings: Vec<_> = out.lines().filter(|line| line.starts_with("== ")).collect();
    assert_eq!(headings.len(), 8, "{out}");
    assert_eq!(headings[0], "== works (1 of 8): Prints one line.");
    assert!(out.ends_with("line 19999\n"), "the last listing ran to its end");
    let expected = "misbehaving: 4 of 8 failed: fails, panics, aborts, hangs\n";
    assert!(err.ends_with(expected), "{err}");
}

#[test]
fn list_shows_each_name_with_a_line() {
    let (status, out, err) = run(&["--list"]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert_eq!(out.lines().count(), 8);
    assert!(out.starts_with("works                Prints one line.\n"), "{out}");
    assert!(out.contains("\ninput [FILE [WORD]]  Shows the words"), "{out}");
}

#[test]
fn help_names_the_commands_and_the_listings() {
    let (status, out, err) = run(&["--help"]);
    assert_eq!((status, err.as_str()), (0, ""));
    for expected in ["cargo run -p misbehaving -- NAME [INPUT...]", "--list", "Prints one line."] {
        assert!(out.contains(expected), "{expected:?} in {out}");
    }
}

#[test]
fn a_wrong_command_line_is_one_sentence_and_status_2() {
    let cases = [
        (&["wrks"][..], "there is no listing `wrks`; did you mean `works`? --list shows them all"),
        (&["q"], "there is no listing `q`; --list shows them all"),
        (
            &["src/Works.RS"],
            "there is no listing `src/Works.RS`; did you mean `works`? --list shows them all",
        ),
        (
            &["squares.rs"],
            "there is no listing `squares.rs` here; `cargo run -p examples-rayon -- squares` runs it",
        ),
        (&["--lisst"], "invalid option '--lisst'; --help says what is understood"),
        (&["works", "hard"], "listing `works` takes no input"),
        (&["input", "a", "b", "c"], "listing `input` takes [FILE [WORD]]; 3 words are too many"),
        (&["--list", "works"], "unexpected argument \"works\"; --help says what is understood"),
        (&["-x"], "invalid option '-x'; --help says what is understood"),
        (&["works", "--list"], "listing `works` has no option `--list`"),
        (
            &["input", "-a", "b"],
            "listing `input` has no option `-a`; a name that begins with `-` comes after `--`",
        ),
        (&["--timelines"], "invalid option '--timelines'; --help says what is understood"),
        (
            &["input", "--timeline", "t.SVG"],
            "--timeline t.SVG: write --timeline=t.SVG; --help says what is understood",
        ),
    ];
    for (arguments, sentence) in cases {
        let expected = (2, String::new(), format!("misbehaving: {sentence}\n"));
        assert_eq!(run(arguments), expected, "{arguments:?}");
    }
    for deadline in ["soon", "-1", "0", "NaN", "inf", "1e300"] {
        let output = fixture(&["works"]).env("EXAMPLES_DEADLINE", deadline).output().unwrap();
        let (status, _, err) = text(output);
        assert_eq!(status, 2, "{deadline}");
        assert!(err.contains("expected a number of seconds above 0"), "{err}");
    }
}

/// As in `… | head -1`: the reader takes a line and goes.
#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    for arguments in [&[][..], &["prints"], &["--list"], &["--help"]] {
        let mut child = fixture(arguments)
            .env("EXAMPLES_DEADLINE", "60")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut line = [0; 4];
        out.read_exact(&mut line).unwrap();
        drop(out);
        let (status, _, err) = text(child.wait_with_output().unwrap());
        assert_eq!(status, 0, "{arguments:?}: {err}");
        assert!(!err.contains("failed printing"), "{arguments:?}: {err}");
        if arguments == ["prints"] {
            assert_eq!(err, "");
        }
    }
}

/// `/dev/full` is a full disk.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_a_sentence_and_status_1() {
    let full = "No space left on device (os error 28)";
    let own = format!("misbehaving: can't print: {full}\n");
    let listings = format!(
        "failed printing to stdout: {full}\nmisbehaving: listing `works` failed (exit status 1)\n"
    );
    for (arguments, said) in [
        (&[][..], &own),
        (&["--list"], &own),
        (&["--help"], &own),
        (&["input", "--help"], &own),
        (&["works"], &listings),
    ] {
        let out = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let (status, _, err) = text(fixture(arguments).stdout(out).output().unwrap());
        assert_eq!((status, &err), (1, said), "{arguments:?}");
    }
}

#[test]
fn help_on_a_listing_shows_its_input() {
    let (status, out, err) = run(&["input", "--help"]);
    assert_eq!((status, err.as_str()), (0, ""));
    let usage = "cargo run -p misbehaving -- input [FILE [WORD]]\n";
    assert!(out.starts_with(usage) && out.lines().count() == 2, "{out}");
}

#[cfg(unix)]
mod signals {
    use std::io::{BufRead, BufReader, Read};
    use std::os::unix::process::CommandExt;
    use std::process::{Child, ChildStdout, Command, Stdio};

    use super::{fixture, misbehaving, text};

    /// Starts the runner in a process group of its own, and returns when the listing has printed its
    /// first line, so that it can be sent a signal.
    fn start(arguments: &[&str]) -> (Child, BufReader<ChildStdout>) {
        let mut command = fixture(&[]);
        if cfg!(target_os = "linux") {
            // Where a script runs the tests in the background, they ignore SIGINT, and so would the runner.
            command = Command::new("env");
            command.arg("--default-signal").arg(misbehaving()).env("RUST_BACKTRACE", "0");
        }
        command.args(arguments).env("EXAMPLES_DEADLINE", "600").process_group(0);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !["ready\n", "waiting\n"].contains(&line.as_str()) {
            line.clear();
            assert_ne!(out.read_line(&mut line).unwrap(), 0, "{arguments:?} ended too early");
        }
        (child, out)
    }

    fn send(signal: &str, process: String) {
        assert!(Command::new("kill").args([signal, "--", &process]).status().unwrap().success());
    }

    fn end(child: Child, mut out: BufReader<ChildStdout>) -> (i32, String, String) {
        let mut said = String::new();
        out.read_to_string(&mut said).unwrap(); // Ends when the listing has ended too.
        let (code, _, err) = text(child.wait_with_output().unwrap());
        (code, said, err)
    }

    /// A terminal sends Ctrl-C to the runner and to the listing; here a process group stands for it.
    #[test]
    fn ctrl_c_is_the_listings_to_answer() {
        for (arguments, status, rest) in
            [(&["tidies", "wait"][..], 0, "tidied up\n"), (&["hangs"], 130, ""), (&[], 130, "")]
        {
            let (child, out) = start(arguments);
            send("-INT", format!("-{}", child.id()));
            let (code, said, err) = end(child, out);
            assert_eq!((code, said.as_str()), (status, rest), "{arguments:?}: {err}");
            assert!(!err.contains("`hangs`"), "{err}");
        }
    }

    /// As in `cargo run … & kill $!`: without it the listing would live on, and keep its port.
    #[test]
    fn a_signal_to_the_runner_alone_reaches_the_listing() {
        for (arguments, signal, status, rest) in [
            (&["tidies", "wait"][..], "-INT", 0, "tidied up\n"),
            (&["tidies", "wait"], "-TERM", 143, ""),
            (&["tidies", "wait"], "-QUIT", 131, ""),
            (&["hangs"], "-HUP", 129, ""),
            (&["hangs", "--timeline"], "-TERM", 143, ""),
            (&[], "-TERM", 143, ""),
        ] {
            let (child, out) = start(arguments);
            send(signal, child.id().to_string());
            let (code, said, err) = end(child, out);
            assert_eq!((code, said.as_str()), (status, rest), "{arguments:?} {signal}: {err}");
        }
    }

    /// `nohup` ignores SIGHUP, and a shell that starts a script's job in the background SIGINT.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_signal_that_was_ignored_before_stays_ignored() {
        for (state, signal) in [("--ignore-signal=HUP", "-HUP"), ("--ignore-signal=INT", "-INT")] {
            let mut command = Command::new("env");
            command.arg(state).arg(misbehaving()).arg("hangs").process_group(0);
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
            let mut out = BufReader::new(child.stdout.take().unwrap());
            out.read_line(&mut String::new()).unwrap();
            send(signal, format!("-{}", child.id()));
            send("-TERM", child.id().to_string());
            let (code, _, _) = end(child, out);
            assert_eq!(code, 143, "{state}: the second signal ends it");
        }
    }

    /// A program that starts the runner may have SIGCHLD ignored or blocked, and both are inherited.
    #[cfg(target_os = "linux")]
    #[test]
    fn sigchld_may_be_ignored_or_blocked() {
        for state in ["--ignore-signal=CHLD", "--block-signal=CHLD"] {
            for (listing, status) in [("works", 0), ("fails", 1)] {
                let runner = crate::misbehaving();
                let mut command = Command::new("env");
                command.arg(state).arg(runner).arg(listing).env("EXAMPLES_DEADLINE", "60");
                let (code, _, err) = text(command.output().unwrap());
                assert_eq!(code, status, "{state} {listing}: {err}");
            }
        }
    }
}
