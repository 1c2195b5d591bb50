//! `crossbeam::queue`. Each operation is one step of a schedule.

use std::panic::Location;

use crate::event::{Note, counted};
use crate::monitor::Monitor;
use crate::watch::{note, note_look};

macro_rules! queue {
    ($name:ident) => {
        impl<T> $name<T> {
            /// Takes the first value out.
            #[track_caller]
            pub fn pop(&self) -> Option<T> {
                let popped = self.steps.try_step(|()| self.real.pop().ok_or(())).ok();
                match &popped {
                    Some(_) => self.note("takes a value"),
                    None => note_look(Location::caller(), 0, || "finds the queue empty"),
                }
                popped
            }
            /// Takes the first value out.
            pub fn pop_mut(&mut self) -> Option<T> {
                self.real.pop_mut()
            }
            /// Returns whether there is no value.
            #[track_caller]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }
            /// Returns how many values there are.
            #[track_caller]
            pub fn len(&self) -> usize {
                let len = self.steps.ask(|()| self.real.len());
                note_look(Location::caller(), len as u64, || {
                    format!("finds {}", counted(len, "value"))
                });
                len
            }
            #[track_caller]
            fn note(&self, what: &str) {
                note(Location::caller(), || Note::from(what).to(self.steps.object()));
            }
        }

        impl<T> IntoIterator for $name<T> {
            type Item = T;
            type IntoIter = std::vec::IntoIter<T>;
            fn into_iter(mut self) -> Self::IntoIter {
                let all: Vec<_> = std::iter::from_fn(|| self.pop_mut()).collect();
                all.into_iter()
            }
        }

        impl<T> std::fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                self.real.fmt(f)
            }
        }
    };
}

/// A queue with a bound.
pub struct ArrayQueue<T> {
    real: ::crossbeam::queue::ArrayQueue<T>,
    steps: Monitor<()>,
}

/// A queue without a bound.
pub struct SegQueue<T> {
    real: ::crossbeam::queue::SegQueue<T>,
    steps: Monitor<()>,
}

queue!(ArrayQueue);
queue!(SegQueue);

impl<T> ArrayQueue<T> {
    /// Returns a queue with room for `capacity` values.
    pub fn new(capacity: usize) -> Self {
        let real = ::crossbeam::queue::ArrayQueue::new(capacity);
        Self { real, steps: Monitor::of("queue", ()) }
    }
    /// Adds a value at the end if there is room.
    #[track_caller]
    pub fn push(&self, value: T) -> Result<(), T> {
        let pushed = self.steps.try_step(|()| self.real.push(value));
        match pushed {
            Ok(()) => self.note("adds a value"),
            Err(_) => note_look(Location::caller(), 0, || "finds the queue full"),
        }
        pushed
    }
    /// Adds a value at the end if there is room.
    pub fn push_mut(&mut self, value: T) -> Result<(), T> {
        self.real.push_mut(value)
    }
    /// Adds a value at the end. If there is no room, it takes the first one out.
    #[track_caller]
    pub fn force_push(&self, value: T) -> Option<T> {
        let old = self.steps.step(|()| self.real.force_push(value));
        self.note("adds a value, by force");
        old
    }
    /// Returns how many values there is room for.
    pub fn capacity(&self) -> usize {
        self.real.capacity()
    }
    /// Returns whether there is no room.
    #[track_caller]
    pub fn is_full(&self) -> bool {
        self.len() == self.capacity()
    }
}

impl<T> SegQueue<T> {
    /// Returns a queue without a value.
    pub const fn new() -> Self {
        Self { real: ::crossbeam::queue::SegQueue::new(), steps: Monitor::of("queue", ()) }
    }
    /// Adds a value at the end.
    #[track_caller]
    pub fn push(&self, value: T) {
        self.steps.step(|()| self.real.push(value));
        self.note("adds a value");
    }
    /// Adds a value at the end.
    pub fn push_mut(&mut self, value: T) {
        self.real.push_mut(value);
    }
}

impl<T> Default for SegQueue<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> FromIterator<T> for SegQueue<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut queue = Self::new();
        values.into_iter().for_each(|value| queue.push_mut(value));
        queue
    }
}
