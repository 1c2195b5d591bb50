//! What the tests of several pools share.

use std::panic;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Barrier};

use examples_testing::watched;

/// Panics as `panic!` does, but leaves stderr alone.
pub fn panic_quietly() {
    panic::resume_unwind(Box::new("on purpose"));
}

/// Panics when it is dropped, and throws another one if any are left: the worst that a worker may have to
/// drop.
pub struct PanicsWhenDropped(pub u32);

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        if let Some(left) = self.0.checked_sub(1) {
            panic::resume_unwind(Box::new(PanicsWhenDropped(left)));
        }
    }
}

/// Returns a job that runs until the sender is dropped, and a receiver that says when it has started.
pub fn holding_job() -> (impl FnOnce() + Send + 'static, Receiver<()>, Sender<()>) {
    let (release, held) = mpsc::channel();
    let (started, has_started) = mpsc::channel();
    let job = move || {
        started.send(()).unwrap();
        let _: Result<(), _> = held.recv();
    };
    (job, has_started, release)
}

/// Checks that a pool with two workers runs two jobs at the same time. No lock may be held during a job,
/// because each job here waits until both have started.
pub fn two_jobs_meet(submit: impl Fn(Box<dyn FnOnce() + Send>) + Send + 'static) {
    watched("two jobs that wait for each other", move || {
        for _ in 0..200 {
            let meeting = Arc::new(Barrier::new(3)); // This thread is the third.
            for _ in 0..2 {
                let meeting = Arc::clone(&meeting);
                submit(Box::new(move || {
                    meeting.wait();
                }));
            }
            meeting.wait();
        }
    });
}
