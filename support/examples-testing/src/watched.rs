use std::panic::resume_unwind;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Runs a job that could hang on a thread of its own, and returns what it returns.
///
/// # Panics
/// If the job panics. Or if it has not ended after a minute, far longer than any of these jobs takes:
/// the message then says that it waited for `what`, and the thread is left behind.
pub fn watched<T: Send + 'static>(what: &str, job: impl FnOnce() -> T + Send + 'static) -> T {
    within(Duration::from_secs(60), what, job)
}

fn within<T: Send + 'static>(
    limit: Duration,
    what: &str,
    job: impl FnOnce() -> T + Send + 'static,
) -> T {
    let result = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&result);
    let job = move || {
        let result = job();
        *slot.lock().expect("nobody panics with it") = Some(result);
    };
    run(limit, what, Box::new(job));
    let result = result.lock().expect("nobody panics with it").take();
    result.expect("the job has ended")
}

/// For jobs of any type, so that it is compiled once: tests have hundreds.
fn run(limit: Duration, what: &str, job: Box<dyn FnOnce() + Send>) {
    let (done, ended) = mpsc::channel();
    let runner = thread::spawn(move || {
        job();
        let _ = done.send(()); // After the limit nobody receives it.
    });
    match ended.recv_timeout(limit) {
        Ok(()) => {}
        Err(RecvTimeoutError::Timeout) => panic!("still waiting for {what} after {limit:?}"),
        Err(RecvTimeoutError::Disconnected) => {
            resume_unwind(runner.join().expect_err("it ended without a result"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_comes_back_and_a_panic_is_passed_on() {
        assert_eq!(watched("a sum", || 1 + 2), 3);
        let panic = thread::spawn(|| watched("a panic", || resume_unwind(Box::new(7)))).join();
        assert_eq!(panic.unwrap_err().downcast_ref(), Some(&7));
    }

    #[test]
    #[should_panic(expected = "still waiting for a message after 1ms")]
    fn what_hangs_is_named() {
        let (_kept, messages) = mpsc::channel::<()>();
        let _ = within(Duration::from_millis(1), "a message", move || messages.recv());
    }
}
