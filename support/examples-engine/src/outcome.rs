//! How a schedule ended.

use std::fmt;
use std::ops::Deref;

use crate::choice::Order;
use crate::event::{Event, Panic, ThreadInfo};
use crate::unsupported::Unsupported;

/// How a schedule ended. `R` says what is wrong if the check has failed.
#[derive(Debug)]
pub enum Outcome<R> {
    /// The check has passed.
    Passed(Run),
    /// It met with what a schedule before it has left behind, such as a lock that is still held. So will all that
    /// come after it.
    Spoiled,
    /// It went wrong.
    Failed(Failure<R>),
}

/// What happened in a schedule.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// What was chosen. It can be run again.
    pub order: Order,
    /// What was done, in this order, if that was recorded.
    pub events: Vec<Event>,
    /// All threads.
    pub threads: Vec<ThreadInfo>,
    /// What the threads wait for that have not ended. They are left behind.
    pub left: Vec<Event>,
    /// What was printed.
    pub output: String,
    /// How often another thread went on than the one before.
    pub switches: usize,
    /// How often there was a choice of threads.
    pub steps: usize,
    /// The first event that makes this order depend on time: a time limit has passed, or a sleep was shorter than what
    /// others did meanwhile.
    pub time: Option<Event>,
}

impl Run {
    /// Returns how long its account is: the changes of threads count most, then the events, if they were recorded.
    pub fn length(&self) -> (usize, usize) {
        let events = if self.events.is_empty() { self.steps } else { self.events.len() };
        (self.switches, events)
    }

    /// Returns what was done up to this [`step()`](crate::step()) of the check, or everything if there was no such
    /// step.
    pub fn until(&self, last: &str) -> &[Event] {
        let last = self.events.iter().position(|event| event.what == last);
        last.map_or(&self.events, |last| &self.events[..=last])
    }
}

impl<R> Outcome<R> {
    /// Returns what happened.
    pub fn run(&self) -> Option<&Run> {
        match self {
            Self::Passed(run) | Self::Failed(Failure { run, .. }) => Some(run),
            Self::Spoiled => None,
        }
    }

    pub(crate) fn switches(&self) -> usize {
        self.run().map_or(0, |run| run.switches)
    }

    pub(crate) fn length(&self) -> (usize, usize) {
        self.run().map_or((0, 0), Run::length)
    }
}

/// How a schedule went wrong, and what happened in it.
#[derive(Clone, Debug)]
pub struct Failure<R> {
    /// In which way.
    pub kind: Kind<R>,
    /// What happened.
    pub run: Run,
}

impl<R> Deref for Failure<R> {
    type Target = Run;
    fn deref(&self) -> &Run {
        &self.run
    }
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
    /// The main thread has ended, and these threads have not. What they wait for, if they wait.
    Leaked(Vec<ThreadInfo>),
    /// The check's own thread has panicked. The first panic of all threads.
    Panicked(Panic),
    /// A thread did what can't be followed.
    Unsupported(Unsupported),
}

impl<R: fmt::Display> fmt::Display for Kind<R> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let at = |line: u32| if line == 0 { String::new() } else { format!(" in line {line}") };
        match self {
            Self::Failed(why) => why.fmt(f),
            Self::Deadlock(waits) => {
                let waits = waits.iter().map(|Event { thread, line, what, .. }| {
                    format!("{thread} {what}{}", at(*line))
                });
                write!(f, "deadlock: {}", waits.collect::<Vec<_>>().join(", "))
            }
            Self::Polls(Event { thread, line, what, .. }) => {
                write!(f, "polling: {thread} {what} again and again{}", at(*line))
            }
            Self::Endless => f.pad("it does not end: a loop goes round and round"),
            Self::Leaked(threads) => {
                let labels: Vec<_> = threads.iter().map(|thread| &*thread.label).collect();
                write!(f, "main has ended, and these have not: {}", labels.join(", "))
            }
            Self::Panicked(Panic { line, words }) => write!(f, "panic{}: {words}", at(*line)),
            Self::Unsupported(this) => this.fmt(f),
        }
    }
}
