//! What all of the models' locks, channels and joins are made of: a state, and threads that wait for it
//! to be as they need it.

use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::free::Waiting;
use crate::host;
use crate::schedule::{self, Me};

/// A time limit below this may pass at any moment of a schedule. A longer one passes when nothing else is
/// left to do.
const SHORT: Duration = Duration::from_secs(1);

/// A state, and threads that wait for it to be as they need it, in a schedule or freely.
#[derive(Default)]
pub struct Monitor<S> {
    state: Mutex<S>,
    changed: Condvar,
    /// The number of the schedule that has last used it.
    used_by: AtomicU64,
}

impl<S> Monitor<S> {
    /// Returns one with this state.
    pub const fn new(state: S) -> Self {
        Self { state: Mutex::new(state), changed: Condvar::new(), used_by: AtomicU64::new(0) }
    }

    fn lock(&self) -> MutexGuard<'_, S> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what a thread that waits for it waits on, in a schedule.
    pub(crate) fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// Looks at the state, which changes nothing for the threads that wait for it.
    pub fn look<R>(&self, look: impl FnOnce(&S) -> R) -> R {
        look(&self.lock())
    }

    /// Says that this schedule uses it.
    pub(crate) fn is_used(&self, me: &Me) {
        me.uses(&self.used_by);
    }

    /// Looks at the state, or changes it without waiting. Other threads look at it again.
    pub fn with<R>(&self, change: impl FnOnce(&mut S) -> R) -> R {
        let result = change(&mut self.lock());
        match schedule::me() {
            Some(me) => me.changed(self.address()),
            None => self.changed.notify_all(),
        }
        result
    }

    /// Begins anew, whatever threads that were left behind have done to it.
    pub fn renew(&self, state: S) {
        self.used_by.store(0, Relaxed);
        self.with(|old| *old = state);
    }

    /// The same as `with`, and the schedule may let others run before.
    pub fn step<R>(&self, change: impl FnOnce(&mut S) -> R) -> R {
        if let Some(me) = schedule::me() {
            me.step();
            self.is_used(&me);
        }
        self.with(change)
    }

    /// Waits until `try_it` returns `Ok`. Its error is what it waits for.
    pub fn wait<R>(&self, place: &Location, try_it: impl FnMut(&mut S) -> Result<R, String>) -> R {
        self.wait_limited(place, None, try_it).expect("there is no limit that could pass")
    }

    /// The same as `wait`, with a time limit. Returns `None` when it has passed.
    pub fn wait_limited<R>(
        &self,
        place: &Location,
        limit: Option<Duration>,
        mut try_it: impl FnMut(&mut S) -> Result<R, String>,
    ) -> Option<R> {
        let line = host::line(place);
        let Some(me) = schedule::me() else { return self.really_wait(line, limit, try_it) };
        me.step();
        self.is_used(&me);
        loop {
            let tried = try_it(&mut self.lock());
            let what = match tried {
                Ok(result) => {
                    me.changed(self.address());
                    return Some(result);
                }
                Err(what) => what,
            };
            if wait_on(&me, &[self.address()], line, what, limit) {
                return None;
            }
        }
    }

    fn really_wait<R>(
        &self,
        line: u32,
        limit: Option<Duration>,
        mut try_it: impl FnMut(&mut S) -> Result<R, String>,
    ) -> Option<R> {
        let end = limit.map(|limit| Instant::now() + limit);
        let mut state = self.lock();
        let mut waiting = None;
        loop {
            match try_it(&mut state) {
                Ok(result) => {
                    self.changed.notify_all();
                    return Some(result);
                }
                Err(what) => waiting.get_or_insert_with(|| Waiting::new(line, what)),
            };
            state = match end {
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.checked_duration_since(Instant::now())?;
                    let waited = self.changed.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}

/// Waits, in a schedule, until one of the monitors with these addresses has changed. Returns whether the time
/// limit has passed.
pub(crate) fn wait_on(
    me: &Me,
    addresses: &[usize],
    line: u32,
    what: String,
    limit: Option<Duration>,
) -> bool {
    let is_short = limit.is_some_and(|limit| limit < SHORT);
    is_short && me.one_in(8) || me.wait(addresses, line, what, limit.is_some())
}
