use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use crate::event::{Note, Object};
use crate::holder::Holder;
use crate::monitor::Monitor;
use crate::watch::{self, Held, step};

/// A lock around a value.
pub struct Mutex<T: ?Sized> {
    /// Who holds it.
    holder: Monitor<Option<Holder>>,
    /// Only the holder takes this one, so that nobody waits for it. It knows whether it is poisoned.
    value: ::std::sync::Mutex<T>,
}

impl<T> Mutex<T> {
    /// Returns a lock around the value.
    pub const fn new(value: T) -> Self {
        Self { holder: Monitor::of_lock("mutex", None), value: ::std::sync::Mutex::new(value) }
    }
    /// Returns the value.
    pub fn into_inner(self) -> LockResult<T> {
        self.value.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Waits until the lock is free, and takes it.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        self.lock_at(Location::caller())
    }
    pub(super) fn lock_at(&self, place: &'static Location) -> LockResult<MutexGuard<'_, T>> {
        self.holder.wait_until(place, None, |holder| match holder {
            Some(holder) => Err(holder.note()),
            None => {
                *holder = Some(Holder::new(place));
                Ok(())
            }
        });
        self.note_look(place, "locks");
        self.guard(place)
    }
    /// Takes the lock if it is free.
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let place = Location::caller();
        let taken = self.holder.try_step(|holder| match holder {
            Some(_) => Err(()),
            None => {
                *holder = Some(Holder::new(place));
                Ok(())
            }
        });
        if taken.is_err() {
            self.note_look(place, "tries the lock, which is taken");
            return Err(TryLockError::WouldBlock);
        }
        self.note_look(place, "locks");
        self.guard(place).map_err(TryLockError::Poisoned)
    }
    fn note_look(&self, place: &'static Location, what: &str) {
        watch::note_look(place, 0, || Note::from(what).to(self.holder.object()));
    }
    fn guard(&self, place: &'static Location) -> LockResult<MutexGuard<'_, T>> {
        let guard = |value| MutexGuard {
            lock: self,
            value: Some(value),
            show: None,
            was: None,
            _held: Held::new(place),
        };
        match self.value.lock() {
            Ok(value) => Ok(guard(value)),
            Err(poison) => Err(PoisonError::new(guard(poison.into_inner()))),
        }
    }
    /// Returns whether a thread has panicked while it held the lock.
    pub fn is_poisoned(&self) -> bool {
        step();
        self.holder.look(|_| self.value.is_poisoned())
    }
    /// Forgets that a thread has panicked.
    pub fn clear_poison(&self) {
        step();
        self.holder.with(|_| self.value.clear_poison());
    }
    /// Returns the value, which nobody else can have.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        self.value.get_mut()
    }
}

/// The right to the value, until it is dropped.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized> {
    lock: &'a Mutex<T>,
    value: Option<::std::sync::MutexGuard<'a, T>>,
    show: Option<Show<T>>,
    /// The value when it was locked, if it can be shown.
    was: Option<String>,
    _held: Held,
}

/// Returns the text for a value.
pub(super) type Show<T> = fn(&T) -> String;

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    pub(super) fn lock(&self) -> &'a Mutex<T> {
        self.lock
    }
    pub(super) fn show(&self) -> Option<Show<T>> {
        self.show
    }
    /// When it is unlocked, the value is written down.
    pub(super) fn shown_by(mut self, show: Option<Show<T>>) -> Self {
        self.show = show;
        self.was = self.text();
        self
    }
    fn text(&self) -> Option<String> {
        self.show.map(|show| show(self))
    }
}

impl<T: fmt::Debug> MutexGuard<'_, T> {
    /// When it is unlocked, the value is written down.
    #[doc(hidden)]
    pub fn shown(self) -> Self {
        self.shown_by(Some(|value| format!("{value:?}")))
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        step(); // Others may find it locked.
        let (was, now) = (self.was.take(), self.text());
        self.value = None;
        if watch::is_abandoned() {
            self.lock.value.clear_poison(); // Nobody has panicked.
        }
        watch::note_end(|| Note::from("unlocks").to(self.lock.holder.object()).values(was, now));
        self.lock.holder.with(|holder| *holder = None);
    }
}

/// Writes down that a lock was given back.
pub(super) fn unlocks(object: Option<Object>) {
    watch::note_end(|| Note::from("unlocks").to(object));
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.value.as_ref().expect("it is there until the guard is dropped")
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("it is there until the guard is dropped")
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        watch::cannot_see();
        self.value.fmt(f)
    }
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized> UnwindSafe for Mutex<T> {}
impl<T: ?Sized> RefUnwindSafe for Mutex<T> {}
