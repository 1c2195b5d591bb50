//! `spawn_and_wait`: a child never outlives it, whatever the child does.
#![cfg(unix)]

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use examples_common::spawn_and_wait;

/// A test would rather hang, and be noticed, than fail because the machine is slow.
const LONG: Option<Duration> = Some(Duration::from_secs(600));

fn shell(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    command
}

fn run(script: &str, deadline: Option<Duration>) -> (Option<ExitStatus>, u32) {
    let mut id = 0;
    let look = |child: &std::process::Child| {
        id = child.id();
        true
    };
    let status = spawn_and_wait(&mut shell(script), deadline, look);
    (status.expect("`sh` can be started"), id)
}

/// Whether the process runs, or is dead and nobody has waited for it.
fn exists(id: u32) -> bool {
    let mut kill = Command::new("kill");
    kill.args(["-0", &id.to_string()]).stderr(Stdio::null());
    kill.status().expect("`kill` can be started").success()
}

#[test]
fn the_status_is_returned() {
    let (status, id) = run("exit 3", LONG);
    assert_eq!(status.and_then(|status| status.code()), Some(3));
    assert!(!exists(id));
}

#[test]
fn at_its_deadline_it_is_killed() {
    let (status, id) = run("exec sleep 600", Some(Duration::from_millis(200)));
    assert!(status.is_none() && !exists(id));
}

#[test]
fn a_look_ends_what_writes_too_much() {
    let file = tempfile::tempfile_in(env!("CARGO_TARGET_TMPDIR")).expect("a file");
    let mut command = Command::new("yes");
    command.stdout(file.try_clone().expect("a second handle"));
    let length = |file: &File| file.metadata().expect("it is open").len();
    let mut id = 0;
    let status = spawn_and_wait(&mut command, None, |child| {
        id = child.id();
        length(&file) < 100_000
    });
    assert!(status.expect("`yes` can be started").is_none() && !exists(id));
    assert!(length(&file) >= 100_000);
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
    let (mut looks, mut existed) = (0, false);
    let status = spawn_and_wait(&mut shell("exit 0"), LONG, |child| {
        looks += 1;
        if looks == 1 {
            // It has ended by then, or soon will; its number is still its own.
            std::thread::sleep(Duration::from_millis(100));
            existed = exists(child.id());
        }
        true
    });
    assert!(existed && status.expect("`sh` can be started").is_some());
}

#[test]
fn a_program_that_is_not_there_is_an_error() {
    assert!(spawn_and_wait(&mut Command::new("/no/such/program"), LONG, |_| true).is_err());
}
