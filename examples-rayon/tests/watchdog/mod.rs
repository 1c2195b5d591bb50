//! For tests that could hang: they fail instead, and say what they waited for.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{panic, thread};

/// Far longer than any of these jobs takes, so that only a hang reaches it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Gives the result of `job`, or its panic.
///
/// # Panics
/// If the job has not ended after a minute; the message says that it waited for `what`.
pub fn wait_for<R: Send + 'static>(what: &str, job: impl FnOnce() -> R + Send + 'static) -> R {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || sender.send(job()));
    match receiver.recv_timeout(PATIENCE) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => panic!("still waiting for {what} after {PATIENCE:?}"),
        // The sender was dropped without a result: the job panicked.
        Err(RecvTimeoutError::Disconnected) => match worker.join() {
            Err(payload) => panic::resume_unwind(payload),
            Ok(_) => unreachable!("a job that ends sends its result"),
        },
    }
}
