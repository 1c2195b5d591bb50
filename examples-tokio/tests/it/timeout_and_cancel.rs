use std::io::ErrorKind;
use std::pin::pin;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use examples_tokio::timeout_and_cancel::{read_lossy, read_whole, timed_out_order};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, oneshot};
use tokio::{task, time};

use crate::runtime::{run, run_paused};

const LINE: &str = "7 Äpfel\n";

#[test]
fn a_timed_out_order_is_paid_and_never_served() {
    let log = run_paused("a time-out", timed_out_order);
    assert_eq!(log, ["paid", "the table is free", "given up"]);
}

#[test]
fn a_cancelled_read_line_loses_what_has_arrived() {
    for place in 0..LINE.len() {
        let (first, second) = LINE.as_bytes().split_at(place);
        let line = run_paused("a line", move || read_lossy(first, second));
        match str::from_utf8(second) {
            Ok(second) => assert_eq!(line.unwrap(), second),
            // Even half a character is lost.
            Err(_) => assert_eq!(line.unwrap_err().kind(), ErrorKind::InvalidData),
        }
    }
    let line = run_paused("a line", || read_lossy(LINE.as_bytes(), b""));
    assert_eq!(line.unwrap(), LINE, "nothing is cancelled when the line is whole");
}

#[test]
fn the_cancel_safe_reader_loses_nothing() {
    for place in 0..=LINE.len() {
        let (first, second) = LINE.as_bytes().split_at(place);
        let line = run_paused("a line", move || read_whole(first, second));
        assert_eq!(line.unwrap().unwrap(), "7 Äpfel", "cancelled after {place} bytes");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_an_error() {
    let lossy = run_paused("an error", || read_lossy(b"", b"\xff\n")).unwrap_err();
    let whole = run_paused("an error", || read_whole(b"", b"\xff\n")).unwrap_err();
    assert_eq!([lossy.kind(), whole.kind()], [ErrorKind::InvalidData; 2]);
}

/// What the chapter says of a method that is not cancel safe.
#[test]
fn a_future_that_is_kept_and_polled_by_reference_loses_nothing() {
    run_paused("a line", || async {
        let (mut sender, reader) = tokio::io::duplex(64);
        let mut reader = BufReader::new(reader);
        let mut line = String::new();
        {
            let mut read = pin!(reader.read_line(&mut line));
            sender.write_all(b"7 pe").await.unwrap();
            tokio::select! {
                biased;
                _ = &mut read => panic!("the line is not whole"),
                () = time::sleep(Duration::from_secs(1)) => {}
            }
            sender.write_all(b"ars\n").await.unwrap();
            read.await.unwrap();
        }
        assert_eq!(line, "7 pears\n");
    });
}

/// The kept future is the next to get the lock. Nobody polls it, so nobody else ever gets the lock.
#[test]
fn a_kept_future_that_queues_for_a_lock_stops_the_other_branch() {
    for keep in [true, false] {
        run_paused("a time-out", move || async move {
            let lock = Mutex::new(());
            let holder = lock.lock().await;
            let mut kept = Box::pin(lock.lock());
            tokio::select! {
                biased;
                _ = &mut kept => panic!("the lock is held"),
                () = time::sleep(Duration::from_secs(1)) => {
                    drop(holder);
                    if !keep {
                        drop(kept); // The way out: now it no longer queues.
                    }
                    let locked = time::timeout(Duration::from_secs(3600), lock.lock()).await;
                    assert_eq!(locked.is_err(), keep);
                }
            }
        });
    }
}

#[test]
fn a_time_out_around_a_handle_leaves_the_task_running() {
    run_paused("the task", || async {
        let (done, is_done) = oneshot::channel();
        let task = task::spawn(async {
            time::sleep(Duration::from_secs(2)).await;
            done.send("done").unwrap();
        });
        time::timeout(Duration::from_secs(1), task).await.unwrap_err();
        assert_eq!(is_done.await, Ok("done"));
    });
}

#[test]
fn a_blocking_job_that_has_begun_can_t_be_cancelled() {
    run("the job", || async {
        let (begun, has_begun) = oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel();
        let job = task::spawn_blocking(move || {
            begun.send(()).unwrap();
            may_go_on.recv().unwrap();
            "done"
        });
        has_begun.await.unwrap();
        job.abort();
        go_on.send(()).unwrap();
        assert_eq!(job.await.unwrap(), "done");
    });
}

/// `timeout` looks at the clock when the future has returned to it, and at the future first.
#[test]
fn a_time_out_around_code_that_blocks_comes_too_late() {
    run("the code", || async {
        let limit = Duration::from_millis(1);
        let start = Instant::now();
        let blocks = async { while start.elapsed() < 10 * limit {} };
        assert_eq!(time::timeout(limit, blocks).await, Ok(()));
    });
}

/// A clock that jumps when no task can run does not know that a client is on its way.
#[test]
fn on_a_paused_clock_a_socket_is_always_too_late() {
    run_paused("a time-out", || async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hour = Duration::from_secs(3600);
        time::timeout(hour, listener.accept()).await.map(drop).unwrap_err();
    });
}
