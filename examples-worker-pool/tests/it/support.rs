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

/// Checks that the workers of a pool take jobs in the order of submission, and that no lock is held while
/// they run: as many jobs as workers wait for each other. Of those, any may start first. Another worker can
/// overtake between the queue and the first line of a job.
pub fn jobs_meet_in_order(
    workers: usize,
    submit: impl Fn(Box<dyn FnOnce() + Send>) + Send + 'static,
) {
    let mut started = watched("jobs that wait for each other", move || {
        let (log, started) = mpsc::channel();
        let meeting = Arc::new(Barrier::new(workers));
        for job in 0..100 * workers {
            let (log, meeting) = (log.clone(), Arc::clone(&meeting));
            submit(Box::new(move || {
                log.send(job).unwrap();
                meeting.wait();
            }));
        }
        drop(log);
        started.iter().collect::<Vec<_>>()
    });
    assert_eq!(started.len(), 100 * workers);
    started.chunks_mut(workers).for_each(|round| round.sort_unstable());
    assert!(started.into_iter().eq(0..100 * workers), "a job was taken before an earlier one");
}
