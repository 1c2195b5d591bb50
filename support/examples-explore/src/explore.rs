//! Runs a check in many schedules, and reports how each one ended.

use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::choice::Choice;
use crate::event::{Event, Panic, Unsupported};
use crate::monitor::Monitor;
use crate::schedule::{self, End, Seen};

/// Which schedules are run.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// How many.
    pub schedules: u64,
    /// Whether a load may return an old value, where the orderings allow it.
    pub has_weak_memory: bool,
}

/// How a schedule ended. `R` says what is wrong if the check has failed.
#[derive(Debug)]
pub enum Outcome<R> {
    /// The check has passed.
    Passed,
    /// It met with what a schedule before it has left behind, such as a lock that is still held. So will all that
    /// come after it.
    Spoiled,
    /// It went wrong.
    Failed(Failure<R>),
}

/// How a schedule went wrong.
#[derive(Debug)]
pub struct Failure<R> {
    /// In which way.
    pub kind: Kind<R>,
    /// What was done, in this order.
    pub events: Vec<Event>,
    /// How often another thread went on than the one before.
    pub switches: usize,
}

/// In which way a schedule went wrong.
#[derive(Clone, Debug)]
pub enum Kind<R> {
    /// The check has failed.
    Failed(R),
    /// Every thread waits for another. What each of them waits for; the first is the check's own thread.
    Deadlock(Vec<Event>),
    /// A thread asks again and again.
    Polls(Event),
    /// It did not come to an end.
    Endless,
    /// The check's own thread has panicked. The first panic of all threads.
    Panicked(Panic),
    /// A thread did what can't be followed.
    Unsupported(Unsupported),
}

impl Search {
    /// Runs `check` in one schedule after the other, each when the iterator is asked for it. All threads that the
    /// check starts belong to the schedule, also those that it leaves behind. The same search makes the same
    /// choices again.
    pub fn run<R: Send + 'static>(
        self,
        check: impl Fn() -> Result<(), R> + Send + Sync + 'static,
    ) -> impl Iterator<Item = Outcome<R>> {
        let check = Arc::new(check);
        let choices = (0..self.schedules).map(move |seed| Choice::new(seed, self.has_weak_memory));
        choices.map(move |choice| one(choice, Arc::clone(&check)))
    }
}

/// Runs one schedule.
fn one<R: Send + 'static>(
    choice: Choice,
    check: Arc<impl Fn() -> Result<(), R> + Send + Sync + 'static>,
) -> Outcome<R> {
    let result = Arc::new(Mutex::new(None));
    let seen = schedule::run(choice, {
        let result = Arc::clone(&result);
        move || {
            let checked = check();
            *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(checked);
        }
    });
    let Seen { end, events, switches, panic } = seen;
    let result = result.lock().unwrap_or_else(PoisonError::into_inner).take();
    let kind = match (result, end) {
        (_, End::Unsupported(this)) => Kind::Unsupported(this),
        (Some(Ok(())), End::Finished) => return Outcome::Passed,
        (_, End::Spoiled) => return Outcome::Spoiled,
        (Some(Err(failed)), _) => Kind::Failed(failed),
        (_, End::Polls(event)) => Kind::Polls(event),
        (_, End::Endless) => Kind::Endless,
        (_, End::Deadlock(waits)) => Kind::Deadlock(waits),
        (None, End::Finished) => {
            Kind::Panicked(panic.unwrap_or_else(|| Panic { line: 0, words: "it panicked".into() }))
        }
    };
    Outcome::Failed(Failure { kind, events, switches })
}

impl<R> Failure<R> {
    /// Returns how long its account is, in which a change of threads counts most.
    pub fn length(&self) -> usize {
        self.switches * 1000 + self.events.len()
    }

    /// Returns what was done up to this [`step()`] of the check, or everything if there was no such step.
    pub fn until(&self, last: &str) -> &[Event] {
        let last = self.events.iter().position(|event| event.what == last);
        last.map_or(&self.events, |last| &self.events[..=last])
    }
}

/// Writes down what the check's part of a schedule does, such as `begins job 1`, and lets other threads run.
pub fn step(what: impl Into<String>) {
    if let Some(me) = schedule::me() {
        me.note(0, what.into());
        me.step();
    }
}

/// Waits until all other threads of the schedule have ended, or wait for what will never come.
pub fn until_nothing_else_happens() {
    if is_followed() {
        let what = "waits until nothing else happens";
        let limit = Some(Duration::from_secs(3600)); // It passes when nothing else is left to do.
        let _: Option<()> =
            Monitor::new(()).wait_limited(Location::caller(), limit, |()| Err(what.into()));
    }
}

/// Returns how many other threads of the schedule have not ended.
pub fn threads_left() -> usize {
    schedule::me().map_or(0, |me| me.others_left())
}

/// Returns whether the current thread belongs to a schedule. One that does not was started in a way that can't be
/// followed.
pub fn is_followed() -> bool {
    schedule::me().is_some()
}
