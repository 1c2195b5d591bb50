//! The broker that the runner starts, and a broker for tests of a worker alone.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::section::SECTION;

/// A broker that ends when this is dropped.
pub struct Broker {
    keeper: Child,
    pub url: String,
}

impl Broker {
    pub fn start() -> Broker {
        let mut command = SECTION.command([""; 0]);
        command.env("EXAMPLES_KEEPER", "1").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut keeper = command.spawn().unwrap();
        // Both of its lines: it would not survive that nobody reads the second.
        let mut lines = BufReader::new(keeper.stdout.take().unwrap()).lines();
        let [url, _pid_file] = [lines.next(), lines.next()].map(|line| line.unwrap().unwrap());
        Broker { keeper, url }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().unwrap();
    }
}

/// Nothing is left behind, whatever ends the runner: it is killed, so it can't clean up itself.
#[cfg(unix)]
#[test]
fn a_runner_that_is_killed_leaves_no_broker_and_no_folder() {
    if examples_testing::skipped("nats", examples_broker::unavailable()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut command = SECTION.command(["killed_worker"]);
    command.env("TMPDIR", folder.path()).env_remove("NATS_URL").stdout(Stdio::piped());
    let mut runner = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(runner.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(folder.path().read_dir().unwrap().count(), 1, "the broker's folder");
    runner.kill().unwrap();
    runner.wait().unwrap();
    let path = folder.path().to_path_buf();
    examples_testing::watched("the broker's folder to go", move || {
        while path.read_dir().unwrap().count() > 0 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    });
}

#[test]
fn a_broker_that_is_not_there_is_a_sentence() {
    let mut command = SECTION.command(["queue"]);
    command.env("NATS_URL", "nats://127.0.0.1:1");
    let ran = SECTION.finish(command);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stderr.starts_with("Error: no broker at nats://127.0.0.1:1\n"), "{}", ran.stderr);
}

/// Its keeper can't say where the broker is: nobody reads it.
#[cfg(target_os = "linux")]
#[test]
fn a_keeper_that_fails_leaves_no_broker_and_no_folder() {
    if examples_testing::skipped("nats", examples_broker::unavailable()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut command = SECTION.command([""; 0]);
    command.env("EXAMPLES_KEEPER", "1").env("TMPDIR", folder.path());
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut keeper = command.stdin(Stdio::piped()).stdout(writer).spawn().unwrap();
    let input = keeper.stdin.take(); // It stays open: the runner lives.
    let status = examples_testing::watched("the keeper to fail", move || keeper.wait().unwrap());
    drop(input);
    assert!(!status.success());
    // The server has the folder's path in its command line.
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    let left = lines
        .filter(|line| String::from_utf8_lossy(line).contains(&*folder.path().to_string_lossy()));
    assert_eq!((left.count(), folder.path().read_dir().unwrap().count()), (0, 0));
}
