//! What threads have done and seen, and what follows from that.

use super::{End, Event, Look, Place, State, Status, Thread};
use crate::event::{Note, Panic};
use crate::stand::Stand;
use crate::strategy::Chooser;
use crate::touched::{Use, global};

/// A thread that looks at the same and sees the same this often, without waiting in between, polls. A loop that ends by
/// itself has fewer rounds.
const MOST_LOOKS: u32 = 200;
/// Where polling is allowed, a thread that has looked this often lets others run until something changes.
const SPINS: u32 = 3;
/// A thread whose time limit has passed this often in the same place polls.
const MOST_TIME_OUTS: u32 = 8;

impl State {
    /// Wakes the threads that wait on this, to look again.
    pub fn changed(&mut self, id: usize, object: u64) {
        self.meets(id, object);
        self.touch(object, Use::Writes);
        self.has_changed();
        for thread in &mut self.threads {
            if matches!(&thread.status, Status::Waits { on, .. } if on.contains(&object)) {
                thread.status = Status::Ready;
            }
        }
    }

    /// Orders a thread after those that have used this, and before those that will.
    pub fn meets(&mut self, id: usize, object: u64) {
        if let Some(memory) = &mut self.memory {
            memory.meet(id, object);
            self.touch(object, Use::Writes);
        }
    }

    /// Something is used in this turn.
    pub fn touch(&mut self, number: u64, how: Use) {
        if self.end.is_none()
            && let Some(touched) = self.chooser.touched()
        {
            touched.touch(number, how);
        }
    }

    /// Anything may be used in this turn.
    pub fn touch_everything(&mut self) {
        if self.end.is_none()
            && let Some(touched) = self.chooser.touched()
        {
            touched.everything();
        }
    }

    /// Something is used of which the models don't know who else uses it.
    pub fn cannot_see(&mut self) {
        if self.end.is_none() {
            self.chooser.cannot_see();
        }
    }

    /// Something has changed for which no thread waits.
    pub fn has_changed(&mut self) {
        self.touch(global::VERSION, Use::Counts);
        self.version += 1;
    }

    /// A thread has waited, and goes on. Returns whether its time limit has passed.
    pub fn has_waited(&mut self, id: usize, place: Place, is_told: bool) -> bool {
        let timed_out = matches!(self.threads[id].status, Status::TimedOut);
        self.threads[id].status = Status::Ready;
        if !timed_out {
            let thread = &mut self.threads[id];
            thread.time_outs.remove(&key(place));
            if is_told {
                thread.looks.clear();
            }
        }
        timed_out
    }

    /// A time limit has passed here.
    pub fn count_time_out(&mut self, id: usize, place: Place) {
        let times = self.threads[id].time_outs.entry(key(place)).or_default();
        *times += 1;
        if *times > MOST_TIME_OUTS && !self.rules.may_poll {
            let event =
                self.event(id, Some(place), "waits with a time limit, again and again".into());
            self.end(End::Polls(event));
        }
    }

    /// A thread has looked at something, and has seen what `seen` stands for.
    pub fn look(&mut self, id: usize, place: Place, seen: u64) -> Look {
        let thread = &mut self.threads[id];
        let times = thread.looks.entry((key(place), seen)).or_default();
        *times += 1;
        if self.rules.may_poll && *times >= SPINS {
            thread.spins = Some(self.version);
            self.touch(global::VERSION, Use::Reads);
            Look::Spins
        } else if !self.rules.may_poll && *times > MOST_LOOKS {
            Look::Polls
        } else {
            Look::Fine
        }
    }

    pub fn event(&self, id: usize, place: Option<Place>, note: Note) -> Event {
        note.event(self.threads[id].info.label.clone(), id, place)
    }

    /// Writes down what a thread has done.
    pub fn note(&mut self, id: usize, place: Option<Place>, note: Note) {
        let event = self.event(id, place, note);
        self.push(event);
    }

    fn push(&mut self, event: Event) {
        if self.end.is_some() {
            return; // The threads that are left unwind, which is no part of the order.
        }
        if let Chooser::Every(every) = &mut self.chooser {
            every.note(&event);
        }
        self.events.push(event);
    }

    pub fn is_in_every_order(&self) -> bool {
        matches!(self.chooser, Chooser::Every(_))
    }

    /// Tells a search in every order how the threads are.
    pub(super) fn moment(&mut self) {
        if let Chooser::Every(every) = &mut self.chooser {
            let stand = |thread: &Thread| match &thread.status {
                Status::Waits { what, .. } => Stand::Waits(Event::clone(what)),
                Status::Ended => Stand::Ended,
                Status::Ready | Status::TimedOut | Status::Left => Stand::Ready,
            };
            every.moment(self.events.len(), self.threads.iter().map(stand).collect());
        }
    }

    pub fn note_panic(&mut self, id: usize, panic: Panic) {
        self.touch(global::TOLD, Use::Writes);
        let words = panic.words.lines().next().unwrap_or_default();
        let mut event = self.event(id, None, format!("panics: {words}").into());
        event.line = panic.line;
        if self.rules.records {
            self.push(event);
        }
        self.panic.get_or_insert(panic);
    }
}

fn key(place: Place) -> usize {
    std::ptr::from_ref(place).addr()
}
