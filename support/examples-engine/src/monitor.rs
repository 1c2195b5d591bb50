//! What all of the models' locks, channels and joins are made of: a state, and threads that wait for it
//! to be as they need it.

use std::panic::Location;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::event::{Note, Object};
use crate::free::Waiting;
use crate::mark::Mark;
use crate::schedule::{self, Me};
use crate::state::WHEN_ALL_IS_DONE;
use crate::touched::Use;
use crate::{bell, free, host};

/// A time limit below this may pass at any moment of a schedule. A longer one passes when no thread can run.
pub(crate) const SHORT: Duration = Duration::from_secs(1);

type Place = &'static Location<'static>;
type Try<'a, S> = &'a mut dyn FnMut(&mut S) -> Result<(), Note>;

/// A state, and threads that wait for it to be as they need it, in a schedule or freely.
#[derive(Default)]
pub struct Monitor<S> {
    state: Mutex<S>,
    changed: Condvar,
    mark: Mark,
    /// Whether a thread that waits for it is told to go on. One that waits for a lock is not.
    tells: bool,
    /// Whether it is a part of the program's own locks and channels.
    is_of_program: bool,
}

impl<S> Monitor<S> {
    /// Returns one with this state.
    pub const fn new(state: S) -> Self {
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            mark: Mark::new("object"),
            tells: true,
            is_of_program: false,
        }
    }

    /// Returns the state of something of this kind.
    pub(crate) const fn of(kind: &'static str, state: S) -> Self {
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            mark: Mark::new(kind),
            tells: true,
            is_of_program: true,
        }
    }

    /// Returns the state of a lock of this kind. A thread that waits for a lock, only to look at what it guards, polls.
    pub(crate) const fn of_lock(kind: &'static str, state: S) -> Self {
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
            mark: Mark::new(kind),
            tells: false,
            is_of_program: true,
        }
    }

    fn lock(&self) -> MutexGuard<'_, S> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns its number in this schedule, which uses it now.
    pub(crate) fn number(&self, me: &Me) -> u64 {
        self.mark.number(me)
    }

    /// Returns what is told of it.
    pub(crate) fn object(&self) -> Option<Object> {
        schedule::me().and_then(|me| self.mark.object(&me))
    }

    /// Looks at the state, which changes nothing for the threads that wait for it.
    pub fn look<R>(&self, look: impl FnOnce(&S) -> R) -> R {
        self.touch(Use::Reads);
        look(&self.lock())
    }

    /// Looks at the state, or changes it without waiting. Other threads look at it again.
    pub fn with<R>(&self, change: impl FnOnce(&mut S) -> R) -> R {
        let result = change(&mut self.lock());
        self.tell();
        result
    }

    fn touch(&self, how: Use) {
        if let Some(me) = schedule::me() {
            me.touches(&self.mark, how);
        }
    }

    /// Other threads look at it again.
    fn tell(&self) {
        match schedule::me() {
            Some(me) => me.changed(self.number(&me)),
            None => self.ring(),
        }
    }

    /// Wakes those that run freely.
    fn ring(&self) {
        self.changed.notify_all();
        bell::ring();
    }

    /// Begins anew, whatever threads that were left behind have done to it.
    pub fn renew(&self, state: S) {
        self.mark.forget();
        self.with(|old| *old = state);
    }

    /// The same as `with`, and the schedule may let others run before.
    pub fn step<R>(&self, change: impl FnOnce(&mut S) -> R) -> R {
        self.before();
        self.with(change)
    }

    /// The schedule may let others run now.
    fn before(&self) {
        match schedule::me() {
            Some(me) => {
                me.step();
                self.number(&me);
            }
            None => self.before_free(),
        }
    }

    /// Steps of the program are told, and not those of who looks at it.
    fn before_free(&self) {
        if self.is_of_program {
            free::step();
        }
    }

    /// Looks at the state, which changes nothing, and the schedule may let others run before.
    pub(crate) fn ask<R>(&self, look: impl FnOnce(&S) -> R) -> R {
        self.before();
        if let Some(me) = schedule::me() {
            me.meets(self.number(&me)); // It learns what those know who have changed it.
            return self.look(look);
        }
        let result = self.look(look);
        self.before_free(); // By what comes after, this may be old.
        result
    }

    /// The same as `step`. Other threads look at the state again only if the result is `Ok`: else nothing has changed.
    pub(crate) fn try_step<R, E>(
        &self,
        change: impl FnOnce(&mut S) -> Result<R, E>,
    ) -> Result<R, E> {
        self.before();
        let result = change(&mut self.lock());
        match result {
            Ok(_) => self.tell(),
            Err(_) => self.touch(Use::Reads),
        }
        result
    }

    /// Waits until `try_it` returns `Ok`. Its error is what it waits for.
    pub fn wait<R>(&self, place: Place, mut try_it: impl FnMut(&mut S) -> Result<R, String>) -> R {
        self.wait_until(place, None, |state| try_it(state).map_err(Note::from))
            .expect("there is no limit that could pass")
    }

    /// The same as `wait`, with a time limit. Returns `None` when it has passed.
    pub fn wait_limited<R>(
        &self,
        place: Place,
        limit: Option<Duration>,
        mut try_it: impl FnMut(&mut S) -> Result<R, String>,
    ) -> Option<R> {
        self.wait_until(place, limit, |state| try_it(state).map_err(Note::from))
    }

    /// The same, with more that can be told.
    pub(crate) fn wait_until<R>(
        &self,
        place: Place,
        limit: Option<Duration>,
        mut try_it: impl FnMut(&mut S) -> Result<R, Note>,
    ) -> Option<R> {
        let mut result = None;
        self.wait_for(place, limit, &mut |state| {
            result = Some(try_it(state)?);
            Ok(())
        });
        result
    }

    /// Waits until `try_it` returns `Ok`, or the time limit has passed. Of any type, so that it is compiled once.
    fn wait_for(&self, place: Place, limit: Option<Duration>, try_it: Try<S>) {
        let Some(me) = schedule::me() else {
            self.before_free();
            return self.really_wait_for(place, limit, try_it);
        };
        me.step();
        let number = self.number(&me);
        loop {
            let tried = try_it(&mut self.lock());
            let note = match tried {
                Ok(()) => return me.changed(number),
                Err(note) => note.to(self.mark.object(&me)),
            };
            me.touches(&self.mark, Use::Writes); // It may have changed also if that was not enough.
            if wait_on(&me, vec![number], place, note, limit, self.tells) {
                return;
            }
        }
    }

    fn really_wait_for(&self, place: Place, limit: Option<Duration>, try_it: Try<S>) {
        let end = limit.and_then(|limit| Instant::now().checked_add(limit));
        if end.is_some() && self.is_of_program {
            free::waited_with_limit(host::line(place));
        }
        let mut state = self.lock();
        let mut waiting = None;
        loop {
            match try_it(&mut state) {
                Ok(()) => return self.ring(),
                Err(note) => {
                    waiting.get_or_insert_with(|| Waiting::new(host::line(place), note.what))
                }
            };
            state = match end {
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let Some(left) = end.checked_duration_since(Instant::now()) else { return };
                    let waited = self.changed.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}

/// Waits, in a schedule, until one of the objects with these numbers has changed. Returns whether the time limit has
/// passed.
pub(crate) fn wait_on(
    me: &Me,
    objects: Vec<u64>,
    place: Place,
    note: Note,
    limit: Option<Duration>,
    is_told: bool,
) -> bool {
    let is_short = limit.is_some_and(|limit| limit < SHORT);
    let passed =
        is_short && me.time_out_at_once(place) || me.wait(objects, place, note, limit, is_told);
    // Who waits until all is done may do so as often as it likes.
    if passed && limit != Some(WHEN_ALL_IS_DONE) {
        me.count_time_out(place);
    }
    passed
}
