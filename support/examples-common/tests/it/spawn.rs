//! `spawn_and_wait`: a child never outlives it, whatever the child does.
#![cfg(unix)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Stdio};
use std::time::Duration;

use examples_common::{Ended, Ending, MOST_OUTPUT, spawn_and_wait};

/// The test would rather hang, and be noticed, than fail because the machine is slow.
const LONG: Option<Duration> = Some(Duration::from_secs(600));

fn shell(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(script: &str, deadline: Option<Duration>) -> (Ended, u32) {
    let mut id = 0;
    let ended = spawn_and_wait(&mut shell(script), deadline, |child| id = child.id());
    (ended.expect("`sh` can be started"), id)
}

/// Whether the process runs, or is dead and nobody has waited for it.
fn exists(id: u32) -> bool {
    Command::new("kill")
        .args(["-0", &id.to_string()])
        .stderr(Stdio::null())
        .status()
        .unwrap()
        .success()
}

#[test]
fn status_and_both_outputs_are_returned() {
    let (ended, _) = run("echo out; echo err >&2; exit 3", LONG);
    let Ending::Exited(status) = ended.ending else { panic!("{ended:?}") };
    assert_eq!(status.code(), Some(3));
    assert_eq!((&*ended.stdout, &*ended.stderr), (&b"out\n"[..], &b"err\n"[..]));
}

#[test]
fn more_than_a_pipe_holds_is_read_meanwhile() {
    let (ended, _) = run("head -c 900000 /dev/zero; head -c 900000 /dev/zero >&2", LONG);
    assert!(matches!(ended.ending, Ending::Exited(status) if status.success()));
    assert_eq!([ended.stdout.len(), ended.stderr.len()], [900_000; 2]);
}

#[test]
fn at_its_deadline_it_is_killed_and_what_it_has_printed_is_there() {
    let (ended, id) = run("echo begun; exec sleep 600", Some(Duration::from_secs(1)));
    assert_eq!(ended.ending, Ending::Late);
    assert_eq!(ended.stdout, b"begun\n");
    assert!(!exists(id));
}

/// It has the pipe to its stdout for as long as it lives, which is as long as the test holds `_until`.
#[test]
fn a_program_that_it_leaves_behind_is_not_waited_for() {
    let (stdin, _until) = std::io::pipe().expect("a pipe");
    let mut command = shell("exec 3<&0; cat <&3 & echo done");
    let ended = spawn_and_wait(command.stdin(stdin), LONG, |_| {}).expect("`sh` can be started");
    assert!(matches!(ended.ending, Ending::Exited(status) if status.success()));
    assert_eq!(ended.stdout, b"done\n");
}

#[test]
fn one_that_floods_its_pipe_is_killed() {
    for script in ["exec yes", "exec yes >&2"] {
        let (ended, id) = run(script, None);
        assert_eq!(ended.ending, Ending::Flooded, "{script}");
        assert_eq!(ended.stdout.len() + ended.stderr.len(), MOST_OUTPUT, "{script}");
        assert!(!exists(id), "{script}");
    }
    let (ended, _) = run(&format!("head -c {} /dev/zero", MOST_OUTPUT + 1), LONG);
    assert_eq!(ended.ending, Ending::Flooded, "even if it ends by itself");
}

#[test]
fn a_look_that_panics_leaves_no_process() {
    let mut id = 0;
    let looked = catch_unwind(AssertUnwindSafe(|| {
        spawn_and_wait(&mut shell("exec sleep 600"), LONG, |child| {
            id = child.id();
            panic!("seen enough");
        })
    }));
    assert!(looked.is_err() && !exists(id));
}

#[test]
fn a_look_sees_the_child_before_its_status_is_taken() {
    let mut looks = 0;
    let ended = spawn_and_wait(&mut shell("exit 0"), LONG, |child| {
        looks += 1;
        if looks == 1 {
            // It has ended by then, or soon will; its number is still its own.
            std::thread::sleep(Duration::from_millis(100));
            assert!(exists(child.id()));
        }
    });
    assert!(matches!(ended.unwrap().ending, Ending::Exited(status) if status.success()));
}

#[test]
fn a_program_that_is_not_there_is_an_error() {
    assert!(spawn_and_wait(&mut Command::new("/no/such/program"), LONG, |_| {}).is_err());
}
