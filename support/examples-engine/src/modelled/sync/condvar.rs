use std::panic::Location;
use std::sync::{LockResult, PoisonError};
use std::time::Duration;

use super::MutexGuard;
use crate::event::Note;
use crate::monitor::Monitor;
use crate::schedule;
use crate::watch::{self, OnDrop, step_in_every_order};

/// A place to wait for a notification.
pub struct Condvar(Monitor<Waiters>);

#[derive(Default)]
struct Waiters {
    next: u64,
    /// Those that wait, each with a number of its own, and the number of its thread in a schedule.
    waiting: Vec<(u64, Option<usize>)>,
    /// Those that were notified and have not woken yet.
    notified: Vec<u64>,
}

impl Waiters {
    const NONE: Waiters = Waiters { next: 0, waiting: Vec::new(), notified: Vec::new() };
}

impl Condvar {
    /// Returns a place at which nobody waits.
    pub const fn new() -> Self {
        Self(Monitor::of("condvar", Waiters::NONE))
    }
    /// Unlocks, waits for a notification, and locks again. Like the real one, it may return without one.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.wait_limited(Location::caller(), guard, None).0
    }
    /// Waits as long as the condition holds.
    #[track_caller]
    pub fn wait_while<'a, T, F: FnMut(&mut T) -> bool>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>> {
        let place = Location::caller();
        while condition(&mut *guard) {
            guard = self.wait_limited(place, guard, None).0?;
        }
        Ok(guard)
    }
    /// Waits for a notification, or until the time has passed.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        limit: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let (guard, passed) = self.wait_limited(Location::caller(), guard, Some(limit));
        both(guard, passed)
    }
    /// Waits as long as the condition holds, or until the time has passed.
    #[track_caller]
    pub fn wait_timeout_while<'a, T, F: FnMut(&mut T) -> bool>(
        &self,
        mut guard: MutexGuard<'a, T>,
        limit: Duration,
        mut condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let place = Location::caller();
        loop {
            if !condition(&mut *guard) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            match self.wait_limited(place, guard, Some(limit)) {
                (Ok(new), false) => guard = new,
                (result, passed) => return both(result, passed),
            }
        }
    }
    /// Wakes one of those that wait.
    #[track_caller]
    pub fn notify_one(&self) {
        let place = Location::caller();
        let notified = self.0.step(|waiters| {
            if waiters.waiting.is_empty() {
                return None;
            }
            // Any of them, in a schedule.
            let which = schedule::me().map_or(0, |me| me.which(waiters.waiting.len()));
            let (one, thread) = waiters.waiting.remove(which);
            waiters.notified.push(one);
            thread
        });
        watch::note(place, || {
            let label = schedule::me().zip(notified).map(|(me, thread)| me.label(thread));
            let what = match label {
                Some(label) => format!("notifies {label}"),
                None => "notifies one thread, but none waits".into(),
            };
            Note::from(what).to(self.0.object())
        });
    }
    /// Wakes all that wait.
    #[track_caller]
    pub fn notify_all(&self) {
        let place = Location::caller();
        let notified = self.0.step(|waiters| {
            waiters.notified.extend(waiters.waiting.drain(..).map(|(one, _)| one));
            waiters.notified.len()
        });
        let what = if notified > 0 {
            "notifies all threads"
        } else {
            "notifies all threads, but none waits"
        };
        self.note(place, what);
    }

    fn note(&self, place: &'static Location, what: &str) {
        watch::note(place, || Note::from(what).to(self.0.object()));
    }

    /// The returned boolean says whether the time has passed.
    fn wait_limited<'a, T>(
        &self,
        place: &'static Location,
        guard: MutexGuard<'a, T>,
        limit: Option<Duration>,
    ) -> (LockResult<MutexGuard<'a, T>>, bool) {
        let (mutex, show) = (guard.lock(), guard.show());
        // Until here a notification is lost, though the mutex is locked.
        let me = self.0.step(|waiters| {
            waiters.next += 1;
            waiters.waiting.push((waiters.next, schedule::me().map(|me| me.id())));
            waiters.next
        });
        let forget = OnDrop(|| self.0.with(|waiters| waiters.forget(me)));
        self.note(place, "waits for a notification");
        drop(guard);
        let spurious = schedule::me().is_some_and(|this| this.happens_without_reason())
            // Meanwhile it may be notified.
            && step_in_every_order()
            && !self.0.look(|waiters| waiters.notified.contains(&me));
        let woken = if spurious {
            self.note(place, "wakes without a notification, as a `Condvar` may");
            Some(())
        } else {
            self.0.wait_limited(place, limit, |waiters| {
                let notified = waiters.notified.iter().position(|one| *one == me);
                let index = notified.ok_or("waits for a notification")?;
                waiters.notified.remove(index);
                Ok(())
            })
        };
        drop(forget);
        let guard = match mutex.lock_at(place) {
            Ok(guard) => Ok(guard.shown_by(show)),
            Err(poison) => Err(PoisonError::new(poison.into_inner().shown_by(show))),
        };
        (guard, woken.is_none())
    }
}

impl Waiters {
    fn forget(&mut self, me: u64) {
        self.waiting.retain(|(one, _)| *one != me);
        if let Some(index) = self.notified.iter().position(|one| *one == me) {
            self.notified.remove(index);
        }
    }
}

fn both<T>(
    guard: LockResult<MutexGuard<T>>,
    passed: bool,
) -> LockResult<(MutexGuard<T>, WaitTimeoutResult)> {
    match guard {
        Ok(guard) => Ok((guard, WaitTimeoutResult(passed))),
        Err(poison) => Err(PoisonError::new((poison.into_inner(), WaitTimeoutResult(passed)))),
    }
}

/// Says whether the time has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Returns whether the time has passed.
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

impl Default for Condvar {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Condvar {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}
