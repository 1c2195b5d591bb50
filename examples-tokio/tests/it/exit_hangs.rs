use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use examples_testing::watched;
use examples_tokio::exit_hangs::ends;
use tokio::io::AsyncBufReadExt;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::{task, time};

const SHORT: Duration = Duration::from_millis(50);
const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn only_a_job_that_has_begun_on_a_blocking_thread_holds_the_end_up() {
    watched("the ends", || {
        let blocking = |job| drop(task::spawn_blocking(job));
        assert!(!ends(blocking, drop, SHORT).unwrap());
        assert!(ends(blocking, Runtime::shutdown_background, HOUR).unwrap());
        assert!(ends(blocking, |runtime| runtime.shutdown_timeout(SHORT), HOUR).unwrap());
        assert!(ends(|job| drop(thread::spawn(job)), drop, HOUR).unwrap());
    });
}

#[test]
fn a_job_that_has_not_begun_can_be_aborted() {
    watched("the second job", || {
        let runtime = Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
        let (begun, has_begun) = oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let first = runtime.spawn_blocking(move || {
            begun.send(()).unwrap();
            may_go_on.recv()
        });
        let second = runtime.spawn_blocking(|| ()); // There is no thread for it.
        runtime.block_on(has_begun).unwrap();
        first.abort();
        second.abort();
        drop(go_on);
        assert!(runtime.block_on(first).is_ok());
        assert!(runtime.block_on(second).unwrap_err().is_cancelled());
    });
}

const CHILD: &str = "EXAMPLES_READS_STDIN";

/// Tokio's own stdin: the line that nobody wants any more is read before the runtime ends.
#[test]
fn a_read_of_stdin_that_lost_a_select_keeps_the_program() {
    if env::var_os(CHILD).is_some() {
        return read_stdin();
    }
    watched("the child process", || {
        let name = "exit_hangs::a_read_of_stdin_that_lost_a_select_keeps_the_program";
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env(CHILD, "")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, said) = mpsc::channel();
        thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        assert_eq!(said.recv().unwrap(), "given up");
        assert!(said.recv_timeout(SHORT).is_err(), "the runtime has ended without a line");
        child.stdin.take().unwrap().write_all(b"too late\n").unwrap();
        assert_eq!(said.recv().unwrap(), "the runtime has ended");
        assert!(child.wait().unwrap().success());
    });
}

fn read_stdin() {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let mut lines = tokio::io::BufReader::new(tokio::io::stdin()).lines();
        tokio::select! {
            biased;
            _ = lines.next_line() => panic!("nobody has typed"),
            () = time::sleep(SHORT) => {}
        }
    });
    eprintln!("given up");
    drop(runtime);
    eprintln!("the runtime has ended");
}
