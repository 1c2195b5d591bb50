//! For tests that would wait for ever if the code under test were wrong.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(60);

/// Runs `job` on a thread of its own and gives its result, or fails with a sentence that says what
/// was waited for. A panic of the job is the caller's.
pub fn within_a_minute<T: Send + 'static>(
    waited_for: &str,
    job: impl FnOnce() -> T + Send + 'static,
) -> T {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || {
        let _ = sender.send(job()); // After the limit nobody listens.
    });
    match receiver.recv_timeout(LIMIT) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => panic!("waited {LIMIT:?} for {waited_for}"),
        Err(RecvTimeoutError::Disconnected) => {
            std::panic::resume_unwind(worker.join().expect_err("it panicked before it could send"))
        }
    }
}
