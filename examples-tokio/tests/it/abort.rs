//! What the output of `abort` can't show.

use std::sync::mpsc;

use examples_tokio::abort::parent;
use tokio::sync::{mpsc::unbounded_channel, oneshot};
use tokio::task;

use crate::runtime::run;

#[test]
fn an_abort_reaches_the_future_and_what_it_owns() {
    run("three ends", || async {
        let (ends, mut ended) = unbounded_channel();
        let (round, rounds) = mpsc::channel();
        let task = task::spawn(parent(ends, rounds));
        task::yield_now().await;
        task.abort();
        assert!(task.await.unwrap_err().is_cancelled());
        let mut two = [ended.recv().await.unwrap(), ended.recv().await.unwrap()];
        two.sort();
        assert_eq!(two, ["a task in a set", "the task"]);
        for _ in 0..100 {
            task::yield_now().await;
        }
        assert!(ended.is_empty(), "the spawned task and the blocking job go on");
        round.send(()).unwrap();
        assert_eq!(ended.recv().await, Some("a blocking job"));
    });
}

/// A blocking job that has not begun can be aborted: see `exit_hangs`.
#[test]
fn to_abort_a_blocking_job_that_has_begun_changes_nothing() {
    let result = run("a blocking job", || async {
        let (begin, begun) = oneshot::channel();
        let (go_on, may_go_on) = mpsc::channel();
        let job = task::spawn_blocking(move || {
            begin.send(()).unwrap();
            may_go_on.recv().unwrap();
            7
        });
        begun.await.unwrap();
        job.abort();
        go_on.send(()).unwrap();
        job.await.unwrap()
    });
    assert_eq!(result, 7);
}
