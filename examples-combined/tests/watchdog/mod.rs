//! For tests that could hang: they fail instead, and say what they waited for.

use std::panic;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Gives what `test` gives, and fails with the name of what it waits for if that takes a minute.
pub fn watched<T: Send + 'static>(what: &str, test: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, result) = mpsc::channel();
    let runner = thread::spawn(move || {
        let _ = done.send(test()); // Nobody receives it after the minute.
    });
    match result.recv_timeout(Duration::from_secs(60)) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => panic!("still waiting after a minute for {what}"),
        Err(RecvTimeoutError::Disconnected) => {
            panic::resume_unwind(runner.join().expect_err("it ended without a result"))
        }
    }
}
