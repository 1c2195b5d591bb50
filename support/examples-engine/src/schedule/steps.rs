//! What a thread does in its schedule: each of these is a step, or a choice, or is written down.

use std::sync::atomic::{AtomicU64, Ordering, Ordering::Relaxed};
use std::time::Duration;

use super::{Me, Place, left_behind};
use crate::choice::Choice;
use crate::event::{Note, Panic};
use crate::mark::Mark;
use crate::memory::Memory;
use crate::state::{End, Look, Status, Thread};
use crate::touched::{Use, global};
use crate::unsupported::Unsupported;

impl Me {
    /// Marks what has this mark as used by this schedule, and returns its number in it. If the schedule that has used
    /// it before has left threads behind, which may still hold it, this schedule ends.
    pub(crate) fn marks(&self, schedule: &AtomicU64, number: &AtomicU64) -> u64 {
        let before = schedule.swap(self.schedule.number, Relaxed);
        if before == self.schedule.number {
            return number.load(Relaxed);
        }
        let mut state = self.lock();
        let new = state.new_object();
        number.store(new, Relaxed);
        if before != 0 && left_behind().contains(&before) {
            state.end(End::Spoiled);
            drop(self.turn(state));
        }
        new
    }

    /// Returns what a thread of the schedule is called.
    pub(crate) fn label(&self, id: usize) -> String {
        self.lock().threads[id].info.label.clone()
    }

    /// Returns whether it is written down what happens.
    pub(crate) fn records(&self) -> bool {
        self.schedule.records
    }

    /// Says that this is used in this turn.
    pub(crate) fn touches(&self, object: &Mark, how: Use) {
        if self.schedule.follows {
            let number = object.number(self);
            self.lock().touch(number, how);
        }
    }

    /// Says that an atomic operation with this ordering is in this turn.
    pub(crate) fn touches_order(&self, order: Ordering) {
        if self.schedule.follows && self.has_memory() && order == Ordering::SeqCst {
            self.lock().touch(global::SEQ_CST, Use::Writes);
        }
    }

    /// Says that anything may be used in this turn.
    pub(crate) fn touches_everything(&self) {
        if self.schedule.follows {
            self.lock().touch_everything();
        }
    }

    /// Says that something is used of which the models don't know who else uses it.
    pub(crate) fn cannot_see(&self) {
        if self.schedule.follows {
            self.lock().cannot_see();
        }
    }

    /// Lets the schedule choose which thread runs next.
    pub(crate) fn step(&self) {
        if self.is_abandoned() {
            return self.unwind();
        }
        let mut state = self.lock();
        state.go_on(self.id, true);
        drop(self.turn(state));
    }

    /// Lets another thread run, if one can.
    pub(crate) fn step_aside(&self) {
        if self.is_abandoned() {
            return self.unwind();
        }
        let mut state = self.lock();
        state.step_aside(self.id);
        drop(self.turn(state));
    }

    /// Sleeps. Others run as long as they can, or not.
    pub(crate) fn sleep(&self, place: Place, time: Duration) {
        if self.is_abandoned() {
            return self.unwind();
        }
        let mut state = self.lock();
        state.sleep(self.id, place, time);
        drop(self.turn(state));
    }

    /// Waits until one of these objects has changed, or until the time limit has passed; then it returns true. If
    /// `is_told`, another thread ends the wait, so it is no polling.
    pub(crate) fn wait(
        &self,
        on: Vec<u64>,
        place: Place,
        note: Note,
        limit: Option<Duration>,
        is_told: bool,
    ) -> bool {
        if self.is_abandoned() {
            self.unwind();
            self.stay();
        }
        let mut state = self.lock();
        let what = Box::new(state.event(self.id, Some(place), note));
        if limit.is_some() {
            state.touch(global::CLOCK, Use::Reads);
        }
        on.iter().for_each(|object| state.touch(*object, Use::Writes));
        let until = limit.map(|limit| state.clock().saturating_add(limit));
        state.threads[self.id].status = Status::Waits { on, what, until };
        state.go_on(self.id, false);
        let mut state = self.turn(state);
        if self.is_abandoned() {
            drop(state);
            self.stay();
        }
        state.has_waited(self.id, place, is_told)
    }

    /// Counts that a time limit has passed here.
    pub(crate) fn count_time_out(&self, place: Place) {
        let mut state = self.lock();
        state.count_time_out(self.id, place);
        drop(self.turn(state));
    }

    /// Wakes the threads that wait on this, to look again.
    pub(crate) fn changed(&self, object: u64) {
        self.lock().changed(self.id, object);
    }

    /// Says that the thread has looked at this, which orders it after those that have changed it.
    pub(crate) fn meets(&self, object: u64) {
        if self.has_memory() {
            self.lock().meets(self.id, object);
        }
    }

    /// Says that something has changed for which no thread waits.
    pub(crate) fn has_changed(&self) {
        self.lock().has_changed();
    }

    /// Does something with the memory of the schedule, for the thread with this number. Does nothing if each
    /// load returns the newest value.
    pub(crate) fn in_memory<R>(
        &self,
        job: impl FnOnce(&mut Memory, usize, &mut dyn FnMut(usize) -> usize) -> R,
    ) -> Option<R> {
        let mut state = self.lock();
        let mut memory = state.memory.take()?;
        let result = job(&mut memory, self.id, &mut |options| state.choose(Choice::Old, options));
        state.memory = Some(memory);
        Some(result)
    }

    /// Returns whether a load may return an old value.
    pub(crate) fn has_memory(&self) -> bool {
        self.schedule.has_memory
    }

    /// Says that an ordering weaker than `SeqCst` is used.
    pub(crate) fn uses_weak_ordering(&self) {
        self.schedule.is_weak.store(true, Relaxed);
    }

    /// Writes down what the thread has done.
    pub(crate) fn note(&self, place: Option<Place>, note: Note) {
        if self.records() {
            self.lock().note(self.id, place, note);
        }
    }

    /// Writes down what the thread has looked at, and what `seen` stands for. One that looks at the same again and
    /// again polls.
    pub(crate) fn note_look(&self, place: Place, seen: u64, note: &mut dyn FnMut() -> Note) {
        if self.is_abandoned() {
            return;
        }
        if self.records() {
            self.note(Some(place), note());
        }
        let mut state = self.lock();
        match state.look(self.id, place, seen) {
            Look::Fine => return,
            Look::Spins => state.go_on(self.id, false),
            Look::Polls => {
                drop(state);
                let note = note(); // It may need the state.
                state = self.lock();
                let event = state.event(self.id, Some(place), note);
                state.end(End::Polls(event));
            }
        }
        drop(self.turn(state));
    }

    /// Prints, where it can be found later.
    pub(crate) fn print(&self, text: &str) {
        self.step();
        let mut state = self.lock();
        state.touch(global::TOLD, Use::Writes);
        state.output.push_str(text);
    }

    /// Ends the schedule, since the thread does what the engine can't follow.
    pub(crate) fn cannot_follow(&self, this: Unsupported) -> ! {
        let mut state = self.lock();
        state.end(End::Unsupported(this));
        drop(self.turn(state));
        self.stay(); // It unwinds already.
    }

    pub(crate) fn note_panic(&self, panic: Panic) {
        self.lock().note_panic(self.id, panic);
    }

    /// Returns whether something happens that rarely does.
    pub(crate) fn rarely(&self) -> bool {
        !self.is_abandoned() && self.lock().choose(Choice::Rare, 2) == 1
    }

    /// Returns whether the thread wakes, or an operation fails, without a reason.
    pub(crate) fn happens_without_reason(&self) -> bool {
        if self.is_abandoned() {
            return false;
        }
        let mut state = self.lock();
        state.rules.spurious && state.choose(Choice::Rare, 2) == 1
    }

    /// Returns whether every order is run.
    pub(crate) fn is_in_every_order(&self) -> bool {
        !self.is_abandoned() && self.lock().is_in_every_order()
    }

    /// Returns whether a short time limit passes at once.
    pub(crate) fn time_out_at_once(&self, place: Place) -> bool {
        let passes = self.rarely();
        if passes {
            self.lock().depends_on_time(self.id, Some(place), "its time limit passes at once");
        }
        passes
    }

    /// Returns one of several that are alike.
    pub(crate) fn which(&self, options: usize) -> usize {
        if self.is_abandoned() { 0 } else { self.lock().choose(Choice::Which, options) }
    }

    /// Returns the time since the schedule has begun, and lets some pass.
    pub(crate) fn clock(&self) -> Duration {
        let mut state = self.lock();
        state.touch(global::CLOCK, Use::Writes);
        state.pass(Duration::from_micros(1));
        state.clock()
    }

    /// Returns how many other threads of the schedule have not ended.
    pub(crate) fn others_left(&self) -> usize {
        let mut state = self.lock();
        state.touch(global::THREADS, Use::Reads);
        let has_ended = |thread: &&Thread| matches!(thread.status, Status::Ended);
        state.threads.len() - state.threads.iter().filter(has_ended).count() - 1
    }
}
