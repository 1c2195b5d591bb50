use std::cell::Cell;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::mutex::unlocks;
use crate::event::Note;
use crate::holder::Holder;
use crate::monitor::Monitor;
use crate::schedule;
use crate::watch::{self, Held, OnDrop, step};

/// A lock that many readers, or one writer, can hold.
pub struct RwLock<T: ?Sized> {
    holders: Monitor<Holders>,
    /// Only the holders take this one, so that nobody waits for it. It knows whether it is poisoned.
    value: ::std::sync::RwLock<T>,
}

#[derive(Default)]
struct Holders {
    writer: Option<Holder>,
    /// The numbers of the threads that read, as far as they have numbers.
    readers: Vec<Option<usize>>,
    /// Writers that wait. New readers wait behind them.
    waiting: usize,
}

impl Holders {
    const NONE: Self = Self { writer: None, readers: Vec::new(), waiting: 0 };

    fn read(&mut self) -> Result<(), Note> {
        match &self.writer {
            Some(writer) => Err(writer.note()),
            None if self.waiting > 0 => Err("waits for the lock, for which a writer waits".into()),
            None => {
                self.readers.push(schedule::me().map(|me| me.id()));
                Ok(())
            }
        }
    }
    fn write(&mut self, place: &'static Location) -> Result<(), Note> {
        let what = match (&self.writer, self.readers.len()) {
            (Some(writer), _) => return Err(writer.note()),
            (None, 0) => {
                self.writer = Some(Holder::new(place));
                return Ok(());
            }
            (None, 1) => "waits for the lock that a reader has taken".into(),
            (None, readers) => format!("waits for the lock that {readers} readers have taken"),
        };
        Err(Note { waits_for: self.readers.iter().copied().flatten().collect(), ..what.into() })
    }
    fn reader_ends(&mut self) {
        let me = schedule::me().map(|me| me.id());
        // A guard may have been moved to another thread.
        let index = self.readers.iter().position(|reader| *reader == me).unwrap_or(0);
        self.readers.swap_remove(index);
    }
}

impl<T> RwLock<T> {
    /// Returns a lock around the value.
    pub const fn new(value: T) -> Self {
        let holders = Monitor::of_lock("rwlock", Holders::NONE);
        Self { holders, value: ::std::sync::RwLock::new(value) }
    }
    /// Returns the value.
    pub fn into_inner(self) -> LockResult<T> {
        self.value.into_inner()
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Waits until no writer has the lock, and takes it as a reader.
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let place = Location::caller();
        self.holders.wait_until(place, None, Holders::read);
        self.note_look(place, "locks for reading");
        self.reader(place)
    }
    /// Waits until nobody has the lock, and takes it as the writer.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        let waits = Cell::new(0);
        let ends = OnDrop(|| {
            if waits.get() > 0 {
                self.holders.with(|holders| holders.waiting -= waits.take());
            }
        });
        self.holders.wait_until(place, None, |holders| {
            let result = holders.write(place);
            if result.is_err() && waits.get() == 0 {
                waits.set(1);
                holders.waiting += 1;
            }
            result
        });
        drop(ends);
        self.note_look(place, "locks for writing");
        self.writer(place)
    }
    /// Takes the lock as a reader if no writer has it.
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let place = Location::caller();
        if self.holders.try_step(Holders::read).is_err() {
            self.note_look(place, "tries the lock, which is taken");
            return Err(TryLockError::WouldBlock);
        }
        self.note_look(place, "locks for reading");
        self.reader(place).map_err(TryLockError::Poisoned)
    }
    /// Takes the lock as the writer if nobody has it.
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        if self.holders.try_step(|holders| holders.write(place)).is_err() {
            self.note_look(place, "tries the lock, which is taken");
            return Err(TryLockError::WouldBlock);
        }
        self.note_look(place, "locks for writing");
        self.writer(place).map_err(TryLockError::Poisoned)
    }
    fn note_look(&self, place: &'static Location, what: &str) {
        watch::note_look(place, 0, || Note::from(what).to(self.holders.object()));
    }
    fn reader(&self, place: &'static Location) -> LockResult<RwLockReadGuard<'_, T>> {
        let guard =
            |value| RwLockReadGuard { lock: self, value: Some(value), _held: Held::new(place) };
        match self.value.read() {
            Ok(value) => Ok(guard(value)),
            Err(poison) => Err(PoisonError::new(guard(poison.into_inner()))),
        }
    }
    fn writer(&self, place: &'static Location) -> LockResult<RwLockWriteGuard<'_, T>> {
        let guard =
            |value| RwLockWriteGuard { lock: self, value: Some(value), _held: Held::new(place) };
        match self.value.write() {
            Ok(value) => Ok(guard(value)),
            Err(poison) => Err(PoisonError::new(guard(poison.into_inner()))),
        }
    }
    /// Returns whether a writer has panicked while it held the lock.
    pub fn is_poisoned(&self) -> bool {
        step();
        self.holders.look(|_| self.value.is_poisoned())
    }
    /// Forgets that a writer has panicked.
    pub fn clear_poison(&self) {
        step();
        self.holders.with(|_| self.value.clear_poison());
    }
    /// Returns the value, which nobody else can have.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        self.value.get_mut()
    }
}

/// The right to read the value, until it is dropped.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    value: Option<::std::sync::RwLockReadGuard<'a, T>>,
    _held: Held,
}

/// The right to the value, until it is dropped.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    value: Option<::std::sync::RwLockWriteGuard<'a, T>>,
    _held: Held,
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        step(); // Others may find it locked.
        self.value = None;
        unlocks(self.lock.holders.object());
        self.lock.holders.with(Holders::reader_ends);
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        step(); // Others may find it locked.
        self.value = None;
        if watch::is_abandoned() {
            self.lock.value.clear_poison(); // Nobody has panicked.
        }
        unlocks(self.lock.holders.object());
        self.lock.holders.with(|holders| holders.writer = None);
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.value.as_ref().expect("it is there until the guard is dropped")
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.value.as_ref().expect("it is there until the guard is dropped")
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("it is there until the guard is dropped")
    }
}

macro_rules! shown {
    ($($guard:ident)+) => {$(
        impl<T: ?Sized + fmt::Debug> fmt::Debug for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<T: ?Sized + fmt::Display> fmt::Display for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                (**self).fmt(f)
            }
        }
    )+};
}
shown!(RwLockReadGuard RwLockWriteGuard);

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        watch::cannot_see();
        self.value.fmt(f)
    }
}

impl<T: Default> Default for RwLock<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized> UnwindSafe for RwLock<T> {}
impl<T: ?Sized> RefUnwindSafe for RwLock<T> {}
