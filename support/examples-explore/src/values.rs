//! The values that an atomic has had in a schedule with a [`Memory`].

use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use crate::choice::Choice;
use crate::memory::{Memory, View};
use crate::schedule;

/// After this many reads of old values in a row comes the newest: a thread sees a store after some time.
const MOST_OLD: usize = 4;

/// The values that an atomic has had, in a schedule with such a memory. Elsewhere it knows nothing.
pub(crate) struct Values<T>(Mutex<Option<Stored<T>>>);

struct Stored<T> {
    schedule: u64,
    atomic: u64,
    /// Each with the view that it hands on.
    values: Vec<(T, View)>,
    /// How many of the last reads were of old values.
    old_reads: usize,
}

impl<T: Copy> Values<T> {
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Forgets everything, since the value may change in another way.
    pub fn forget(&mut self) {
        *self = Self::new();
    }

    /// Returns what a load returns. `newest` is the value that was stored last.
    pub fn load(&self, newest: T, order: Ordering) -> T {
        let load =
            |stored: &mut Stored<T>, memory: &mut Memory, thread: usize, choice: &mut Choice| {
                memory.begin(thread, order);
                let newest = stored.values.len() - 1;
                let oldest = memory.oldest(thread, stored.atomic);
                let may_be_old = oldest < newest && stored.old_reads < MOST_OLD;
                let index = if may_be_old && choice.one_in(2) {
                    oldest + choice.below(newest - oldest)
                } else {
                    newest
                };
                stored.old_reads = if index < newest { stored.old_reads + 1 } else { 0 };
                let (value, handed) = &stored.values[index];
                memory.learn(thread, stored.atomic, index);
                memory.read(thread, handed, order);
                memory.end(thread, order);
                *value
            };
        self.with(newest, load).unwrap_or(newest)
    }

    /// Stores a value. `before` is the value until now.
    pub fn store(&self, before: T, value: T, order: Ordering) {
        self.with(before, |stored, memory, thread, _| {
            memory.begin(thread, order);
            memory.learn(thread, stored.atomic, stored.values.len());
            stored.values.push((value, memory.hands_on(thread, order)));
            memory.end(thread, order);
        });
    }

    /// Reads the newest value, which is `before`, and stores another, in one step.
    pub fn update(&self, before: T, value: T, order: Ordering) {
        self.with(before, |stored, memory, thread, _| {
            memory.begin(thread, order);
            let (_, handed) = stored.values.last().expect("there is the first one");
            memory.read(thread, handed, order);
            memory.learn(thread, stored.atomic, stored.values.len());
            // It also hands on what the value before does.
            let mut view = memory.hands_on(thread, order);
            view.join(handed);
            stored.values.push((value, view));
            memory.end(thread, order);
        });
    }

    /// Reads the newest value.
    pub fn read_newest(&self, newest: T, order: Ordering) {
        self.with(newest, |stored, memory, thread, _| {
            memory.begin(thread, order);
            memory.learn(thread, stored.atomic, stored.values.len() - 1);
            let (_, handed) = stored.values.last().expect("there is the first one");
            memory.read(thread, handed, order);
            memory.end(thread, order);
        });
    }

    /// `first` is the value if nothing was stored in this schedule.
    fn with<R>(
        &self,
        first: T,
        job: impl FnOnce(&mut Stored<T>, &mut Memory, usize, &mut Choice) -> R,
    ) -> Option<R> {
        schedule::me()?.in_memory(|memory, thread, choice| {
            let mut stored = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if stored.as_ref().is_none_or(|stored| stored.schedule != memory.schedule()) {
                *stored = Some(Stored {
                    schedule: memory.schedule(),
                    atomic: memory.new_atomic(),
                    values: vec![(first, View::default())],
                    old_reads: 0,
                });
            }
            job(stored.as_mut().expect("it is there now"), memory, thread, choice)
        })
    }
}

impl<T: Copy> Default for Values<T> {
    fn default() -> Self {
        Self::new()
    }
}
