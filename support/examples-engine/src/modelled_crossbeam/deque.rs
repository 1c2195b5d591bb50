//! `crossbeam::deque`. Each operation is one step of a schedule, and a thief may have to try again.

pub use ::crossbeam::deque::*;

use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use crate::event::{Note, counted};
use crate::monitor::Monitor;
use crate::schedule;
use crate::watch::{note, note_look};

type Place = &'static Location<'static>;
type Steps = Arc<Monitor<()>>;

fn steps() -> Steps {
    Arc::new(Monitor::of("deque", ()))
}

/// The end of a deque that belongs to one thread.
pub struct Worker<T> {
    real: ::crossbeam::deque::Worker<T>,
    steps: Steps,
}

/// The end of a deque from which other threads steal.
pub struct Stealer<T> {
    real: ::crossbeam::deque::Stealer<T>,
    steps: Steps,
}

/// A deque from which all threads steal, and to which all add.
pub struct Injector<T> {
    real: ::crossbeam::deque::Injector<T>,
    steps: Steps,
}

macro_rules! end {
    ($name:ident) => {
        impl<T> $name<T> {
            /// Returns whether there is no task.
            #[track_caller]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
            /// Returns how many tasks there are.
            #[track_caller]
            pub fn len(&self) -> usize {
                let len = self.steps.ask(|()| self.real.len());
                note_look(Location::caller(), len as u64, || {
                    format!("finds {}", counted(len, "task"))
                });
                len
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.pad(concat!(stringify!($name), " { .. }"))
            }
        }
    };
}
end!(Worker);
end!(Stealer);
end!(Injector);

macro_rules! steals {
    ($name:ident) => {
        impl<T> $name<T> {
            /// Steals a task.
            #[track_caller]
            pub fn steal(&self) -> Steal<T> {
                steal(&self.steps, Location::caller(), || self.real.steal())
            }
            /// Steals some tasks, and adds them to another deque.
            #[track_caller]
            pub fn steal_batch(&self, to: &Worker<T>) -> Steal<()> {
                let some = || to.steps.with(|()| self.real.steal_batch(&to.real));
                steal(&self.steps, Location::caller(), some)
            }
            /// Steals up to `limit` tasks, and adds them to another deque.
            #[track_caller]
            pub fn steal_batch_with_limit(&self, to: &Worker<T>, limit: usize) -> Steal<()> {
                let some = || to.steps.with(|()| self.real.steal_batch_with_limit(&to.real, limit));
                steal(&self.steps, Location::caller(), some)
            }
            /// Steals some tasks, adds them to another deque, and takes one of them.
            #[track_caller]
            pub fn steal_batch_and_pop(&self, to: &Worker<T>) -> Steal<T> {
                let some = || to.steps.with(|()| self.real.steal_batch_and_pop(&to.real));
                steal(&self.steps, Location::caller(), some)
            }
            /// Steals up to `limit` tasks, adds them to another deque, and takes one of them.
            #[track_caller]
            pub fn steal_batch_with_limit_and_pop(&self, to: &Worker<T>, limit: usize) -> Steal<T> {
                let some = || {
                    to.steps.with(|()| self.real.steal_batch_with_limit_and_pop(&to.real, limit))
                };
                steal(&self.steps, Location::caller(), some)
            }
        }
    };
}
steals!(Stealer);
steals!(Injector);

fn steal<T>(steps: &Steps, place: Place, some: impl FnOnce() -> Steal<T>) -> Steal<T> {
    if schedule::me().is_some_and(|me| me.happens_without_reason()) {
        note(place, || "has to try again");
        return Steal::Retry;
    }
    let stolen = steps.try_step(|()| match some() {
        Steal::Success(task) => Ok(task),
        other => Err(other),
    });
    match stolen {
        Ok(task) => {
            note(place, || Note::from("steals").to(steps.object()));
            Steal::Success(task)
        }
        Err(other) => {
            note_look(place, 0, || "finds nothing to steal");
            other
        }
    }
}

impl<T> Worker<T> {
    /// Returns a deque from which its thread takes the oldest task.
    pub fn new_fifo() -> Self {
        Self { real: ::crossbeam::deque::Worker::new_fifo(), steps: steps() }
    }
    /// Returns a deque from which its thread takes the newest task.
    pub fn new_lifo() -> Self {
        Self { real: ::crossbeam::deque::Worker::new_lifo(), steps: steps() }
    }
    /// Returns the end from which others steal.
    pub fn stealer(&self) -> Stealer<T> {
        Stealer { real: self.real.stealer(), steps: Arc::clone(&self.steps) }
    }
    /// Adds a task.
    #[track_caller]
    pub fn push(&self, task: T) {
        self.steps.step(|()| self.real.push(task));
        note(Location::caller(), || Note::from("adds a task").to(self.steps.object()));
    }
    /// Takes a task.
    #[track_caller]
    pub fn pop(&self) -> Option<T> {
        let place = Location::caller();
        let popped = self.steps.try_step(|()| self.real.pop().ok_or(())).ok();
        match &popped {
            Some(_) => note(place, || Note::from("takes a task").to(self.steps.object())),
            None => note_look(place, 0, || "finds no task"),
        }
        popped
    }
}

impl<T> Clone for Stealer<T> {
    fn clone(&self) -> Self {
        Self { real: self.real.clone(), steps: Arc::clone(&self.steps) }
    }
}

impl<T> Injector<T> {
    /// Returns a deque without a task.
    pub fn new() -> Self {
        Self { real: ::crossbeam::deque::Injector::new(), steps: steps() }
    }
    /// Adds a task.
    #[track_caller]
    pub fn push(&self, task: T) {
        self.steps.step(|()| self.real.push(task));
        note(Location::caller(), || Note::from("adds a task").to(self.steps.object()));
    }
}

impl<T> Default for Injector<T> {
    fn default() -> Self {
        Self::new()
    }
}
