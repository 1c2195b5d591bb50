use std::collections::HashSet;
use std::fmt::Display;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use examples_explore::{is_followed, locks_held, step};

use crate::explore::ensure_followed;
use crate::{Failure, Kind, Meeting, Refusal, Verdict, ensure};

/// What the grader's own functions see when an answer calls them: on which thread, with which locks, and how
/// many at a time. It works in a schedule, for threads that run freely, and for tasks.
pub struct Calls {
    seen: Mutex<Seen>,
    meeting: Meeting,
}

struct Seen {
    caller: Option<ThreadId>,
    on: Vec<ThreadId>,
    /// The calls belong to a schedule.
    explored: bool,
    not_followed: bool,
    not_rayon: bool,
    lock_held: Option<u32>,
    /// How many calls are about to end: their last step has been written down.
    ending: usize,
    ended: usize,
    peak: usize,
}

impl Calls {
    /// Returns one that has seen nothing.
    #[allow(clippy::new_without_default)] // a static needs this one
    pub const fn new() -> Self {
        let seen = Seen {
            caller: None,
            on: Vec::new(),
            explored: false,
            not_followed: false,
            not_rayon: false,
            lock_held: None,
            ending: 0,
            ended: 0,
            peak: 0,
        };
        Self { seen: Mutex::new(seen), meeting: Meeting::new() }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything, but not that a call was on the wrong thread: such a thread may come late.
    pub fn forget(&self) {
        let new = Self::new().seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut seen = self.seen();
        let Seen { not_followed, not_rayon, .. } = *seen;
        *seen = Seen { explored: is_followed(), not_followed, not_rayon, ..new };
        drop(seen);
        self.meeting.reset();
    }

    /// Forgets everything. The current thread will call the answer, and should not make calls itself.
    pub fn begin(&self) {
        self.forget();
        self.seen().caller = Some(thread::current().id());
    }

    /// A call of `what`, such as `job 1`, has begun.
    pub fn enter(&self, what: impl Display) {
        let mut seen = self.seen();
        seen.on.push(thread::current().id());
        seen.peak = seen.peak.max(seen.on.len() - seen.ending);
        seen.not_followed |= seen.explored && !is_followed();
        seen.not_rayon |= rayon::current_thread_index().is_none();
        seen.lock_held = seen.lock_held.or(locks_held().first().copied());
        drop(seen); // The schedule may now stop this thread.
        step(format!("begins {what}"));
    }

    /// A call has ended.
    pub fn leave(&self, what: impl Display) {
        self.seen().ending += 1;
        step(format!("ends {what}"));
        self.seen().ended += 1;
    }

    /// Waits until `all` calls have got here. If the answer never runs as many at a time, it stands still.
    #[track_caller]
    pub fn meet(&self, all: usize) {
        self.meeting.come(all);
    }

    /// The same for threads that make several calls each: only the first call of each thread waits, until
    /// `all` threads have got here.
    #[track_caller]
    pub fn threads_meet(&self, all: usize) {
        let me = thread::current().id();
        let calls = self.seen().on.iter().filter(|thread| **thread == me).count();
        if calls == 1 {
            self.meeting.come(all);
        }
    }

    /// Returns how many have met.
    pub fn met(&self) -> usize {
        self.meeting.here()
    }

    /// Returns how many calls have begun.
    pub fn begun(&self) -> usize {
        self.seen().on.len()
    }

    /// Returns how many calls have ended.
    pub fn ended(&self) -> usize {
        self.seen().ended
    }

    /// Returns how many calls have run at a time, at most.
    pub fn peak(&self) -> usize {
        self.seen().peak
    }

    /// Refuses an answer that has made a call on a thread that belongs to no schedule.
    pub fn all_followed(&self) -> Verdict {
        ensure_followed(!self.seen().not_followed)
    }

    /// Refuses an answer that has made a call on a thread that is not one of Rayon's.
    pub fn all_on_rayon(&self) -> Verdict {
        let says =
            "a call ran on a thread that is not one of Rayon's; let Rayon share out the work";
        ensure(!self.seen().not_rayon, "not_rayon", says)
    }

    /// Explains a schedule that goes wrong. If every thread waits for another before `all` calls have met,
    /// finds out why. `calls` and `function` are what the calls and the answer are called, such as `jobs` and
    /// `total`.
    pub fn explain(&self, failure: &Failure, all: usize, calls: &str, function: &str) -> Refusal {
        match failure.kind {
            Kind::Deadlock(_) if self.met() < all => self.never_met(calls, function),
            Kind::Deadlock(_) => self.all_followed().err().unwrap_or_else(|| failure.into()),
            _ => failure.into(),
        }
    }

    /// Says why two calls could not meet. `calls` and `function` are what they and the answer are called, such
    /// as `jobs` and `total`.
    pub fn never_met(&self, calls: &str, function: &str) -> Refusal {
        if let Err(refusal) = self.all_followed() {
            return refusal;
        }
        let seen = self.seen();
        let never = format!("the {calls} never run at the same time");
        if seen.on.iter().any(|thread| Some(*thread) == seen.caller) {
            let says = format!(
                "{never}: one runs on the thread that called `{function}`, which could start others"
            );
            return Refusal::new("sequential", says);
        }
        if let Some(line) = seen.lock_held {
            let says = format!("{never}: the lock of line {line} is held while one of them runs");
            return Refusal::new("lock_held", says);
        }
        let threads: HashSet<_> = seen.on.iter().collect();
        if seen.ended > 0 && threads.len() == 1 {
            let says = format!("{never}: one thread runs all of them");
            return Refusal::new("one_thread", says);
        }
        let says = format!("{never}: one begins only when the one before has ended");
        Refusal::new("one_after_another", says)
    }

    /// Says why `all` threads could not meet, if each was to make some of the `calls`.
    pub fn threads_never_met(&self, all: usize, calls: &str, function: &str) -> Refusal {
        match self.met() {
            0 | 1 => self.never_met(calls, function),
            met => {
                let says =
                    format!("{met} threads make {calls} at the same time; {all} were asked for");
                Refusal::new("not_all_at_once", says)
            }
        }
    }
}
