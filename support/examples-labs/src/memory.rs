//! A memory that shows what the orderings of atomics allow: a load may return an old value, as long as its
//! thread need not know of a newer one.
//!
//! Each thread has a view: of each atomic, the oldest value that it may still read. A store with `Release`
//! hands the view on to those that read its value with `Acquire`. Locks, channels and joins hand it on in both
//! directions. Whatever this memory shows, Rust allows. It does not show all of that: the values of an atomic
//! come in the order in which the schedule has stored them, and no thread reads a value before it is stored.

use std::collections::HashMap;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Release, SeqCst};
use std::sync::{Mutex, PoisonError};

use crate::schedule::{self, Choice};

/// After this many reads of old values in a row comes the newest: a thread sees a store after some time.
const MOST_OLD: usize = 4;

/// The index of the oldest value that may be read, by the number of the atomic.
#[derive(Clone, Default)]
struct View(HashMap<u64, usize>);

impl View {
    fn oldest(&self, atomic: u64) -> usize {
        self.0.get(&atomic).copied().unwrap_or(0)
    }

    fn learn(&mut self, atomic: u64, index: usize) {
        let oldest = self.0.entry(atomic).or_default();
        *oldest = index.max(*oldest);
    }

    fn join(&mut self, other: &View) {
        other.0.iter().for_each(|(atomic, index)| self.learn(*atomic, *index));
    }
}

/// The views of a thread.
#[derive(Clone, Default)]
struct Views {
    now: View,
    /// The one at its last fence with `Release`, which its relaxed stores hand on.
    fenced: View,
    /// What its relaxed loads have been handed, for its next fence with `Acquire`.
    read: View,
}

/// The memory of one schedule.
pub(crate) struct Memory {
    /// The number of the schedule.
    schedule: u64,
    threads: Vec<Views>,
    /// What locks, channels and the ends of threads hand on, by their address.
    objects: HashMap<usize, View>,
    /// What operations with `SeqCst` hand on.
    total: View,
    atomics: u64,
}

impl Memory {
    pub fn new(schedule: u64) -> Self {
        Self {
            schedule,
            threads: Vec::new(),
            objects: HashMap::new(),
            total: View::default(),
            atomics: 0,
        }
    }

    /// A thread starts another, or the first one begins.
    pub fn add(&mut self, starter: Option<usize>) {
        let views = starter.map(|starter| self.threads[starter].now.clone());
        self.threads.push(Views { now: views.unwrap_or_default(), ..Views::default() });
    }

    /// A thread uses a lock, or what else orders all that use it.
    pub fn meet(&mut self, thread: usize, object: usize) {
        let object = self.objects.entry(object).or_default();
        self.threads[thread].now.join(object);
        object.join(&self.threads[thread].now);
    }

    fn begin(&mut self, thread: usize, order: Ordering) {
        if order == SeqCst {
            self.threads[thread].now.join(&self.total);
        }
    }

    fn end(&mut self, thread: usize, order: Ordering) {
        if order == SeqCst {
            self.total.join(&self.threads[thread].now);
        }
    }

    /// A thread has read a value, with which it is handed a view.
    fn read(&mut self, thread: usize, handed: &View, order: Ordering) {
        let views = &mut self.threads[thread];
        let view = if acquires(order) { &mut views.now } else { &mut views.read };
        view.join(handed);
    }

    /// Returns the view that a thread hands on with a value.
    fn hands_on(&self, thread: usize, order: Ordering) -> View {
        let views = &self.threads[thread];
        if releases(order) { views.now.clone() } else { views.fenced.clone() }
    }

    fn fence(&mut self, thread: usize, order: Ordering) {
        self.begin(thread, order);
        let Views { now, fenced, read } = &mut self.threads[thread];
        if acquires(order) {
            now.join(read);
        }
        if releases(order) {
            fenced.clone_from(now);
        }
        self.end(thread, order);
    }
}

fn acquires(order: Ordering) -> bool {
    matches!(order, Acquire | AcqRel | SeqCst)
}

fn releases(order: Ordering) -> bool {
    matches!(order, Release | AcqRel | SeqCst)
}

/// The current thread passes a fence.
pub(crate) fn fence(order: Ordering) {
    if let Some(me) = schedule::me() {
        me.in_memory(|memory, thread, _| memory.fence(thread, order));
    }
}

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
                let oldest = memory.threads[thread].now.oldest(stored.atomic);
                let may_be_old = oldest < newest && stored.old_reads < MOST_OLD;
                let index = if may_be_old && choice.one_in(2) {
                    oldest + choice.below(newest - oldest)
                } else {
                    newest
                };
                stored.old_reads = if index < newest { stored.old_reads + 1 } else { 0 };
                let (value, handed) = &stored.values[index];
                memory.threads[thread].now.learn(stored.atomic, index);
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
            memory.threads[thread].now.learn(stored.atomic, stored.values.len());
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
            memory.threads[thread].now.learn(stored.atomic, stored.values.len());
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
            memory.threads[thread].now.learn(stored.atomic, stored.values.len() - 1);
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
            if stored.as_ref().is_none_or(|stored| stored.schedule != memory.schedule) {
                memory.atomics += 1;
                *stored = Some(Stored {
                    schedule: memory.schedule,
                    atomic: memory.atomics,
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
