//! The values that an atomic has had in a schedule with a [`Memory`], and what is told of its operations.

use std::panic::Location;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use crate::event::Note;
use crate::mark::Mark;
use crate::memory::{Memory, View};
use crate::schedule::{self, Me};
use crate::touched::Use;
use crate::watch::step;

/// After this many reads of old values in a row comes the newest: a thread sees a store after some time.
const MOST_OLD: usize = 4;

type Place = &'static Location<'static>;

/// Returns the text for a value.
type Show = fn(u64) -> String;

/// What the model of an atomic knows beside the newest value. Values are bits here.
pub(crate) struct Values {
    mark: Mark,
    stored: Mutex<Option<Stored>>,
}

struct Stored {
    schedule: u64,
    /// Each with the view that it hands on.
    values: Vec<(u64, View)>,
    /// How many of the last reads of each thread were of old values.
    old_reads: Vec<usize>,
}

impl Values {
    pub const fn new() -> Self {
        Self { mark: Mark::new("atomic"), stored: Mutex::new(None) }
    }

    /// Lets the schedule choose who runs next. Returns `None` outside of a schedule.
    pub fn begin(&self) -> Option<Me> {
        step();
        schedule::me()
    }

    /// Forgets everything, since the value may change in another way.
    pub fn forget(&mut self) {
        *self = Self::new();
    }

    /// Returns what a load returns. `newest` is the value that was stored last.
    pub fn load(&self, me: &Me, newest: u64, order: Ordering, place: Place, show: Show) -> u64 {
        let load = |stored: &mut Stored,
                    memory: &mut Memory,
                    thread: usize,
                    number: u64,
                    choose: &mut dyn FnMut(usize) -> usize| {
            memory.begin(thread, order);
            let newest = stored.values.len() - 1;
            let oldest = memory.oldest(thread, number);
            if stored.old_reads.len() <= thread {
                stored.old_reads.resize(thread + 1, 0);
            }
            let old_reads = &mut stored.old_reads[thread];
            let may_be_old = oldest < newest && *old_reads < MOST_OLD;
            let index = if may_be_old { newest - choose(newest - oldest + 1) } else { newest };
            *old_reads = if index < newest { *old_reads + 1 } else { 0 };
            let (value, handed) = &stored.values[index];
            memory.learn(thread, number, index);
            memory.read(thread, handed, order);
            memory.end(thread, order);
            *value
        };
        let value = self.with(me, newest, order, Use::Reads, load).unwrap_or(newest);
        me.note_look(place, value, &mut || {
            let (read, newest) = (show(value), show(newest));
            let what = if read == newest {
                format!("reads {read}")
            } else {
                format!("reads {read}, an old value: by now it is {newest}")
            };
            self.note(me, what, Some(read), None)
        });
        value
    }

    /// Stores a value in place of another.
    pub fn store(
        &self,
        me: &Me,
        [before, value]: [u64; 2],
        order: Ordering,
        place: Place,
        show: Show,
    ) {
        self.with(me, before, order, Use::Writes, |stored, memory, thread, number, _| {
            memory.begin(thread, order);
            memory.learn(thread, number, stored.values.len());
            stored.values.push((value, memory.hands_on(thread, order)));
            memory.end(thread, order);
        });
        me.has_changed();
        if me.records() {
            let (was, value) = (show(before), show(value));
            let note = self.note(me, format!("writes {value}"), None, Some(value));
            me.note(Some(place), Note { was: Some(was.into()), ..note });
        }
    }

    /// Reads the newest value and stores another, in one step. `verb` says how it is made, if it is not just set.
    pub fn update(
        &self,
        me: &Me,
        [before, value]: [u64; 2],
        order: Ordering,
        place: Place,
        verb: &str,
        show: Show,
    ) {
        self.with(me, before, order, Use::Writes, |stored, memory, thread, number, _| {
            memory.begin(thread, order);
            let (_, handed) = stored.values.last().expect("there is the first one");
            memory.read(thread, handed, order);
            memory.learn(thread, number, stored.values.len());
            // It also hands on what the value before does.
            let mut view = memory.hands_on(thread, order);
            view.join(handed);
            stored.values.push((value, view));
            memory.end(thread, order);
        });
        let note = || {
            let (before, value) = (show(before), show(value));
            let what = match verb {
                "" => format!("reads {before} and writes {value}, in one step"),
                _ => format!("{verb} in one step: {before} becomes {value}"),
            };
            let note = self.note(me, what, Some(before.clone()), Some(value));
            Note { was: Some(before.into()), ..note }
        };
        if before != value {
            me.has_changed();
            if me.records() {
                me.note(Some(place), note());
            }
        } else {
            // To write what is there already is a look.
            me.note_look(place, value, &mut || note());
        }
    }

    /// Reads the newest value, in an exchange that fails: it is not as `expected`, or there is no reason.
    pub fn refuse(
        &self,
        me: &Me,
        newest: u64,
        expected: Option<u64>,
        order: Ordering,
        place: Place,
        show: Show,
    ) {
        self.with(me, newest, order, Use::Reads, |stored, memory, thread, number, _| {
            memory.begin(thread, order);
            memory.learn(thread, number, stored.values.len() - 1);
            let (_, handed) = stored.values.last().expect("there is the first one");
            memory.read(thread, handed, order);
            memory.end(thread, order);
        });
        me.note_look(place, newest, &mut || {
            let read = show(newest);
            let what = match expected {
                Some(expected) => {
                    format!("reads {read}, expected {}, and writes nothing", show(expected))
                }
                None => format!("reads {read}, and writes nothing, as a weak exchange may"),
            };
            self.note(me, what, Some(read), None)
        });
    }

    fn note(&self, me: &Me, what: String, read: Option<String>, written: Option<String>) -> Note {
        let [read, written] = [read, written].map(|value| value.map(String::into_boxed_str));
        Note { what, object: self.mark.object(me), read, written, ..Note::default() }
    }

    /// `first` is the value if nothing was stored in this schedule.
    fn with<R>(
        &self,
        me: &Me,
        first: u64,
        order: Ordering,
        how: Use,
        job: impl FnOnce(&mut Stored, &mut Memory, usize, u64, &mut dyn FnMut(usize) -> usize) -> R,
    ) -> Option<R> {
        if order != Ordering::SeqCst {
            me.uses_weak_ordering();
        }
        me.touches(&self.mark, how);
        me.touches_order(order);
        if !me.has_memory() {
            return None;
        }
        let number = self.mark.number(me);
        me.in_memory(|memory, thread, choose| {
            let mut stored = self.stored.lock().unwrap_or_else(PoisonError::into_inner);
            if stored.as_ref().is_none_or(|stored| stored.schedule != memory.schedule()) {
                let values = vec![(first, View::default())];
                *stored =
                    Some(Stored { schedule: memory.schedule(), values, old_reads: Vec::new() });
            }
            job(stored.as_mut().expect("it is there now"), memory, thread, number, choose)
        })
    }
}

impl Default for Values {
    fn default() -> Self {
        Self::new()
    }
}
