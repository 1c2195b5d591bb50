//! A memory that shows what the orderings of atomics allow: a load may return an old value, as long as its
//! thread need not know of a newer one.
//!
//! Each thread has a view: of each atomic, the oldest value that it may still read. A store with `Release`
//! hands the view on to those that read its value with `Acquire`. Locks, channels and joins hand it on in both
//! directions. The values of an atomic have an order of their own, which all threads agree on: a store may take its
//! place before values that are there already, if its thread need not know of them. Whatever this memory shows, Rust
//! allows. It does not show all of that: no thread reads a value before it is stored, a change in one step reads the
//! last value, and a load with `SeqCst` has its turn among the operations with `SeqCst` when it is made; only a store may
//! have it later.

use std::collections::HashMap;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Release, SeqCst};

/// A place in the order of an atomic's values. There is room between two of them.
pub(crate) type Place = u64;

/// The place of the oldest value that may be read, by the number of the atomic.
#[derive(Clone, Default)]
pub(crate) struct View(Vec<Place>);

impl View {
    fn oldest(&self, atomic: u64) -> Place {
        self.0.get(atomic as usize).copied().unwrap_or(0)
    }

    fn learn(&mut self, atomic: u64, place: Place) {
        let atomic = atomic as usize; // There are few.
        if self.0.len() <= atomic {
            self.0.resize(atomic + 1, 0);
        }
        self.0[atomic] = place.max(self.0[atomic]);
    }

    pub fn join(&mut self, other: &View) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (mine, other) in self.0.iter_mut().zip(&other.0) {
            *mine = (*other).max(*mine);
        }
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
    /// What its last store with `SeqCst` hands on: that has its turn among the operations with `SeqCst` at any time
    /// before the thread's next one.
    late: Option<View>,
    /// How many stores there were when its last operation ended, or when it was started.
    stores: usize,
    has_begun: bool,
}

/// The memory of one schedule.
pub(crate) struct Memory {
    /// The number of the schedule.
    schedule: u64,
    threads: Vec<Views>,
    /// What locks, channels and the ends of threads hand on, by their number.
    objects: HashMap<u64, View>,
    /// What operations with `SeqCst` hand on.
    total: View,
    /// How many stores there were.
    stores: usize,
}

impl Memory {
    pub fn new(schedule: u64) -> Self {
        let (objects, total) = (HashMap::new(), View::default());
        Self { schedule, threads: Vec::new(), objects, total, stores: 0 }
    }

    /// A thread starts another, or the first one begins.
    pub fn add(&mut self, starter: Option<usize>) {
        let now = starter.map(|starter| self.threads[starter].now.clone()).unwrap_or_default();
        self.threads.push(Views { now, stores: self.stores, ..Views::default() });
    }

    /// A thread uses a lock, or what else orders all that use it.
    pub fn meet(&mut self, thread: usize, object: u64) {
        let object = self.objects.entry(object).or_default();
        self.threads[thread].now.join(object);
        object.join(&self.threads[thread].now);
    }

    /// Returns the number of the schedule.
    pub fn schedule(&self) -> u64 {
        self.schedule
    }

    /// Returns the place of the oldest value that a thread may read.
    pub fn oldest(&self, thread: usize, atomic: u64) -> Place {
        self.threads[thread].now.oldest(atomic)
    }

    /// A thread now knows of the value at this place.
    pub fn learn(&mut self, thread: usize, atomic: u64, place: Place) {
        self.threads[thread].now.learn(atomic, place);
    }

    /// Counts one more store, and returns its number.
    pub fn counts_store(&mut self) -> usize {
        self.stores += 1;
        self.stores
    }

    /// A thread is about to begin an operation.
    pub fn arrives(&mut self, thread: usize) {
        let views = &mut self.threads[thread];
        if std::mem::replace(&mut views.has_begun, true) {
            views.stores = self.stores;
        }
    }

    /// Returns how many stores there were when a thread's last operation ended, or when it was started.
    pub fn arrived(&self, thread: usize) -> usize {
        self.threads[thread].stores
    }

    /// An operation begins.
    pub fn begin(&mut self, thread: usize, order: Ordering) {
        if order == SeqCst {
            if let Some(late) = self.threads[thread].late.take() {
                self.total.join(&late);
            }
            self.threads[thread].now.join(&self.total);
        }
    }

    /// It ends.
    pub fn end(&mut self, thread: usize, order: Ordering) {
        if order == SeqCst {
            self.total.join(&self.threads[thread].now);
        }
    }

    /// The same for a store.
    pub fn end_store(&mut self, thread: usize, order: Ordering) {
        if order == SeqCst {
            let views = &mut self.threads[thread];
            views.late = Some(views.now.clone());
        }
    }

    /// A thread has read a value, with which it is handed a view.
    pub fn read(&mut self, thread: usize, handed: &View, order: Ordering) {
        let views = &mut self.threads[thread];
        let view = if acquires(order) { &mut views.now } else { &mut views.read };
        view.join(handed);
    }

    /// Returns the view that a thread hands on with a value.
    pub fn hands_on(&self, thread: usize, order: Ordering) -> View {
        let views = &self.threads[thread];
        if releases(order) { views.now.clone() } else { views.fenced.clone() }
    }

    /// A thread passes a fence.
    pub fn fence(&mut self, thread: usize, order: Ordering) {
        self.begin(thread, order);
        let Views { now, fenced, read, .. } = &mut self.threads[thread];
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
