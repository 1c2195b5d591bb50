//! What the listings' output can't show.

use std::fs;
use std::io;
use std::panic;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use examples_smol::one_or_many_threads::Seen;
use examples_smol::{
    dropped_task, join_two, local_borrow, many_timers, one_or_many_threads, race,
    tokio_inside_smol, unblock,
};
use examples_testing::watched;
use smol::{Timer, future};

const HOUR: Duration = Duration::from_secs(3600);

/// The tasks meet at a barrier of two: if they waited one after the other, this would hang.
#[test]
fn both_tasks_wait_at_the_same_time() {
    let combined = watched("the two tasks to meet", join_two::bounded_async);
    assert_eq!(combined, "data-metadata");
}

#[test]
fn a_time_limit_drops_what_is_late_and_keeps_what_is_not() {
    let (gone, wait) = mpsc::channel::<()>();
    watched("a limit of no time at all", move || {
        smol::block_on(race::within(Duration::ZERO, async move {
            let _gone = gone;
            Timer::after(HOUR).await;
        }))
    });
    // The future's sender is dropped with it, and nothing was sent.
    assert_eq!(wait.try_recv(), Err(mpsc::TryRecvError::Disconnected));

    let in_time = watched("a future that is ready", || {
        smol::block_on(race::within(HOUR, future::yield_now()))
    });
    assert_eq!(in_time, Some(()));
    // When both are ready, the result counts.
    assert_eq!(smol::block_on(race::within(Duration::ZERO, async { 7 })), Some(7));
}

#[test]
fn only_a_dropped_or_cancelled_task_loses_its_second_step() {
    for _ in 0..100 {
        let (dropped, detached, tokios) = watched("an order to be done or dropped", || {
            (
                dropped_task::on_smol(async |task| drop(task)),
                dropped_task::on_smol(async |task| task.detach()),
                dropped_task::on_tokio(async |handle| drop(handle)),
            )
        });
        assert_eq!(dropped, ["packed"]);
        assert_eq!(detached, ["packed", "shipped"]);
        assert_eq!(tokios, ["packed", "shipped"]);
    }
}

/// `cancel` gives the result of a task that was done before.
#[test]
fn a_task_that_is_done_can_not_be_cancelled_any_more() {
    let result = smol::block_on(async {
        let executor = smol::LocalExecutor::new();
        let task = executor.spawn(async { 7 });
        executor.tick().await;
        task.cancel().await
    });
    assert_eq!(result, Some(7));
}

#[test]
fn tasks_count_into_a_map_that_they_borrow() {
    assert!(local_borrow::requests_by_method("").is_empty());
    let log = "\n GET /a\n\nPOST\nGET /b\r\n".repeat(2_000);
    let counts = local_borrow::requests_by_method(&log);
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [("GET", 4_000), ("POST", 2_000)]);
}

/// As many tasks run at once as there are threads to run them, and as there are tasks.
#[test]
fn one_or_many_threads() {
    for (lines, threads, at_once) in
        [(6, 1, 1), (6, 3, 3), (4, 4, 4), (100, 2, 2), (3, 8, 3), (5, 0, 1), (0, 2, 0)]
    {
        for _ in 0..20 {
            let seen = watched("as many tasks as threads to meet", move || {
                one_or_many_threads::count_words(&vec!["two words"; lines], threads)
            });
            let expected = Seen {
                words: 2 * lines,
                in_progress: lines,
                running: at_once,
                by_threads: at_once,
            };
            assert_eq!(seen, expected, "{lines} lines, {threads} threads");
        }
    }
}

/// One after the other, these would take more than two hours.
#[test]
fn ten_thousand_timers_wait_at_the_same_time() {
    let (waited, threads) = watched("10,000 timers of at most a second and a half", || {
        many_timers::wait_for_all(10_000, Duration::from_millis(1_500))
    });
    assert_eq!(threads, 1);
    assert!(waited > 2 * HOUR, "{waited:?}");
}

#[test]
fn a_file_with_more_lines_than_the_channel_has_room_for_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lines");
    let longest_of = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let path = path.clone();
        watched("a file to be read", move || {
            let (line, reader) = smol::block_on(unblock::longest_line(path)).unwrap();
            assert_ne!(reader, thread::current().id());
            line
        })
    };
    assert_eq!(longest_of(b""), "");
    assert_eq!(longest_of(b"\n\n\n"), "");
    assert_eq!(longest_of(b"a\nbb\ncc"), "bb");
    assert_eq!(longest_of(b"a\n\xff\xff\n"), "\u{fffd}\u{fffd}");
    assert_eq!(longest_of(&b"so many lines\n".repeat(10_000)), "so many lines");
}

#[test]
fn files_that_can_not_be_read_and_wrong_command_lines_are_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let missing = missing.to_str().unwrap();
    for (arguments, status, sentence) in [
        (vec![missing], 1, "Error: can't read "),
        (vec![folder.path().to_str().unwrap()], 1, "Error: can't read "),
        (vec!["a", "b"], 2, "too many arguments; expected one file, or none"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_examples-smol"))
            .arg("unblock")
            .args(&arguments)
            .env("RUST_BACKTRACE", "0")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {stderr}");
        assert!(stderr.starts_with(sentence), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_tokio_future_needs_a_tokio_runtime_and_any_will_do() {
    let address = tokio_inside_smol::start_server().unwrap();
    let greeting = || tokio_inside_smol::greeting(address);
    assert!(panic::catch_unwind(|| smol::block_on(greeting())).is_err());

    let hello = |text: io::Result<String>| assert_eq!(text.unwrap(), "hello from the server");
    hello(smol::block_on(async_compat::Compat::new(greeting())));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    hello(runtime.block_on(greeting()));
}

/// The other way round nothing is needed: smol's timers and sockets have a thread of their own that
/// watches for them.
#[test]
fn a_smol_future_runs_under_tokio() {
    let address = tokio_inside_smol::start_server().unwrap();
    let text = watched("a timer and a socket of smol", move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            Timer::after(Duration::from_millis(1)).await;
            let mut stream = smol::net::TcpStream::connect(address).await.unwrap();
            let mut text = String::new();
            smol::io::AsyncReadExt::read_to_string(&mut stream, &mut text).await.unwrap();
            text
        })
    });
    assert_eq!(text, "hello from the server");
}

/// A task that panics takes nobody down until it is awaited.
#[test]
fn a_panic_waits_for_whoever_awaits_the_task() {
    let executor = smol::LocalExecutor::new();
    let bad = executor.spawn(async { panic!("no order 7") });
    let good = executor.spawn(async { "order 8" });
    assert_eq!(smol::block_on(executor.run(good)), "order 8");
    let payload =
        panic::catch_unwind(panic::AssertUnwindSafe(|| smol::block_on(executor.run(bad))));
    assert_eq!(payload.unwrap_err().downcast_ref(), Some(&"no order 7"));
}
