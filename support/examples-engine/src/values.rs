//! The values that an atomic has had in a schedule with a [`Memory`], and what is told of its operations.

use std::panic::Location;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use crate::event::Note;
use crate::mark::Mark;
use crate::memory::{self, Memory, View};
use crate::schedule::{self, Me};
use crate::touched::Use;
use crate::watch::step;

/// After this many reads of old values in a row comes the newest: a thread sees a store after some time.
const MOST_OLD: usize = 4;
/// The room before a value that is stored last. Half of what is left goes to each store before it.
const ROOM: memory::Place = 1 << 40;

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
    /// In the order that all threads agree on.
    values: Vec<Value>,
    /// How many of the last reads of each thread were of old values.
    old_reads: Vec<usize>,
}

struct Value {
    bits: u64,
    place: memory::Place,
    /// What it hands on.
    view: View,
    /// The number of its store.
    store: usize,
    /// It was made of the value before it in one step, so that nothing comes between the two.
    is_update: bool,
}

impl Stored {
    fn last(&self) -> &Value {
        self.values.last().expect("there is the first one")
    }

    /// Returns where a thread's store may take its place, before values that are there already. The thread may not know
    /// of them: then it comes after.
    ///
    /// A value that was stored after the thread's last operation is no such value. In another schedule the thread goes on
    /// earlier, and stores first.
    fn earlier(&self, oldest: memory::Place, arrived: usize) -> Vec<usize> {
        let may_be_later = |at: &usize| {
            let value = &self.values[*at];
            value.place > oldest && value.store <= arrived
        };
        let has_room = |at: &usize| {
            let value = &self.values[*at];
            !value.is_update && value.place - self.values[*at - 1].place > 1
        };
        (1..self.values.len()).rev().take_while(may_be_later).filter(has_room).collect()
    }
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

    /// Tells the last value where every order is told. Nobody else can have it.
    pub fn end(&self, value: u64, place: Place, show: Show) {
        if let Some(me) = schedule::me()
            && me.is_in_every_order()
        {
            let read = show(value);
            me.note(Some(place), self.note(&me, format!("reads {read}"), Some(read), None));
        }
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
            let oldest = stored.values.partition_point(|value| value.place < oldest);
            if stored.old_reads.len() <= thread {
                stored.old_reads.resize(thread + 1, 0);
            }
            let old_reads = &mut stored.old_reads[thread];
            let may_be_old = oldest < newest && *old_reads < MOST_OLD;
            let index = if may_be_old { newest - choose(newest - oldest + 1) } else { newest };
            *old_reads = if index < newest { *old_reads + 1 } else { 0 };
            let value = &stored.values[index];
            memory.learn(thread, number, value.place);
            memory.read(thread, &value.view, order);
            memory.end(thread, order);
            value.bits
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

    /// Stores a value, and returns the last one in the order of the values. `newest` is the last one before.
    pub fn store(
        &self,
        me: &Me,
        [newest, value]: [u64; 2],
        order: Ordering,
        place: Place,
        show: Show,
    ) -> u64 {
        let store = |stored: &mut Stored,
                     memory: &mut Memory,
                     thread: usize,
                     number: u64,
                     choose: &mut dyn FnMut(usize) -> usize| {
            memory.begin(thread, order);
            let earlier = stored.earlier(memory.oldest(thread, number), memory.arrived(thread));
            let choice = choose(earlier.len() + 1);
            let (at, place) = match choice.checked_sub(1).map(|choice| earlier[choice]) {
                Some(at) => (at, stored.values[at - 1].place.midpoint(stored.values[at].place)),
                None => (stored.values.len(), stored.last().place + ROOM),
            };
            memory.learn(thread, number, place);
            let (view, store) = (memory.hands_on(thread, order), memory.counts_store());
            stored.values.insert(at, Value { bits: value, place, view, store, is_update: false });
            memory.end_store(thread, order);
            stored.last().bits
        };
        let last = self.with(me, newest, order, Use::Writes, store).unwrap_or(value);
        me.has_changed();
        if me.records() {
            let [was, value, last] = [newest, value, last].map(show);
            let what = if value == last {
                format!("writes {value}")
            } else {
                format!("writes {value}, but {last}, which is there already, counts as later")
            };
            let note = self.note(me, what, None, Some(last));
            me.note(Some(place), Note { was: Some(was.into()), ..note });
        }
        last
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
            let before = stored.last();
            memory.read(thread, &before.view, order);
            let place = before.place + ROOM;
            memory.learn(thread, number, place);
            // It also hands on what the value before does.
            let mut view = memory.hands_on(thread, order);
            view.join(&before.view);
            let store = memory.counts_store();
            stored.values.push(Value { bits: value, place, view, store, is_update: true });
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
            let last = stored.last();
            memory.learn(thread, number, last.place);
            memory.read(thread, &last.view, order);
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
                let (place, view) = (0, View::default());
                let first = Value { bits: first, place, view, store: 0, is_update: false };
                let (schedule, values) = (memory.schedule(), vec![first]);
                *stored = Some(Stored { schedule, values, old_reads: Vec::new() });
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
