//! What all of the model's locks, channels and joins are made of: a state, and threads that wait for it
//! to be as they need it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::Location;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use crate::schedule::{self, Event, Me};

/// A time limit below this may pass at any moment of a schedule. A longer one passes when nothing else is
/// left to do.
const SHORT: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct Monitor<S> {
    state: Mutex<S>,
    changed: Condvar,
    /// The number of the schedule that has last used it.
    used_by: AtomicU64,
}

impl<S> Monitor<S> {
    pub(crate) const fn new(state: S) -> Self {
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
    pub(crate) fn look<R>(&self, look: impl FnOnce(&S) -> R) -> R {
        look(&self.lock())
    }

    /// Says that this schedule uses it.
    pub(crate) fn is_used(&self, me: &Me) {
        me.uses(&self.used_by);
    }

    /// Looks at the state, or changes it without waiting. Other threads look at it again.
    pub(crate) fn with<R>(&self, change: impl FnOnce(&mut S) -> R) -> R {
        let result = change(&mut self.lock());
        match schedule::me() {
            Some(me) => me.changed(self.address()),
            None => self.changed.notify_all(),
        }
        result
    }

    /// Begins anew, whatever threads that were left behind have done to it.
    pub(crate) fn renew(&self, state: S) {
        self.used_by.store(0, Relaxed);
        self.with(|old| *old = state);
    }

    /// The same as `with`, and the schedule may let others run before.
    pub(crate) fn step<R>(&self, change: impl FnOnce(&mut S) -> R) -> R {
        if let Some(me) = schedule::me() {
            me.step();
            self.is_used(&me);
        }
        self.with(change)
    }

    /// Waits until `try_it` returns `Ok`. Its error is what it waits for.
    pub(crate) fn wait<R>(
        &self,
        place: &Location,
        try_it: impl FnMut(&mut S) -> Result<R, String>,
    ) -> R {
        self.wait_limited(place, None, try_it).expect("there is no limit that could pass")
    }

    /// The same as `wait`, with a time limit. Returns `None` when it has passed.
    pub(crate) fn wait_limited<R>(
        &self,
        place: &Location,
        limit: Option<Duration>,
        mut try_it: impl FnMut(&mut S) -> Result<R, String>,
    ) -> Option<R> {
        let line = schedule::line(place);
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

/// What each of the freely running threads waits for, in the order in which they began to wait.
static WAITING: Mutex<BTreeMap<usize, Event>> = Mutex::new(BTreeMap::new());

/// A thread that runs freely is waiting.
pub(crate) struct Waiting(usize);

impl Waiting {
    pub(crate) fn new(line: u32, what: String) -> Self {
        let mut waiting = waiting();
        let key = waiting.last_key_value().map_or(0, |(last, _)| last + 1);
        waiting.insert(key, Event { thread: name(), line, what });
        Self(key)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        waiting().remove(&self.0);
    }
}

fn waiting() -> MutexGuard<'static, BTreeMap<usize, Event>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns what the freely running threads wait for.
pub(crate) fn all_waiting() -> Vec<Event> {
    waiting().values().cloned().collect()
}

/// The threads that were asked for their name, in that order.
static THREADS: Mutex<Vec<ThreadId>> = Mutex::new(Vec::new());

thread_local! {
    static NAME: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Returns what the current thread is called in an account of what happened.
pub(crate) fn name() -> String {
    if let Some(me) = schedule::me() {
        return me.name();
    }
    let thread = std::thread::current();
    if let Some(name) = thread.name() {
        // The test harness names its thread after the test.
        return if name.starts_with("graded::") { "main".into() } else { name.to_owned() };
    }
    if rayon::current_thread_index().is_some() {
        return "a Rayon thread".into();
    }
    let name = NAME.with_borrow(Clone::clone);
    name.unwrap_or_else(|| {
        let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
        threads.push(thread.id());
        let name = format!("thread {}", threads.len());
        NAME.set(Some(name.clone()));
        name
    })
}
