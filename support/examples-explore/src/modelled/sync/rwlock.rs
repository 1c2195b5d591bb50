use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use super::mutex::taken;
use crate::monitor::Monitor;
use crate::watch::{self, Held, step};

/// A lock that many readers, or one writer, can hold.
pub struct RwLock<T: ?Sized> {
    holders: Monitor<Holders>,
    /// Only the holders take this one, so that nobody waits for it. It knows whether it is poisoned.
    value: ::std::sync::RwLock<T>,
}

struct Holders {
    /// What is said of the writer.
    writer: Option<String>,
    readers: usize,
}

impl Holders {
    fn read(&mut self) -> Result<(), String> {
        match &self.writer {
            Some(writer) => Err(format!("waits for the lock that {writer}")),
            None => {
                self.readers += 1;
                Ok(())
            }
        }
    }
    fn write(&mut self, place: &Location) -> Result<(), String> {
        match (&self.writer, self.readers) {
            (Some(writer), _) => Err(format!("waits for the lock that {writer}")),
            (None, 0) => {
                self.writer = Some(taken(place));
                Ok(())
            }
            (None, 1) => Err("waits for the lock that a reader has taken".into()),
            (None, readers) => Err(format!("waits for the lock that {readers} readers have taken")),
        }
    }
}

impl<T> RwLock<T> {
    /// Returns a lock around the value.
    pub const fn new(value: T) -> Self {
        let holders = Monitor::new(Holders { writer: None, readers: 0 });
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
        self.holders.wait(place, Holders::read);
        watch::note_look(place, || "locks for reading".into());
        self.reader(place)
    }
    /// Waits until nobody has the lock, and takes it as the writer.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        self.holders.wait(place, |holders| holders.write(place));
        watch::note_look(place, || "locks for writing".into());
        self.writer(place)
    }
    /// Takes the lock as a reader if no writer has it.
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let place = Location::caller();
        if self.holders.step(Holders::read).is_err() {
            watch::note_look(place, || "tries the lock, which is taken".into());
            return Err(TryLockError::WouldBlock);
        }
        watch::note_look(place, || "locks for reading".into());
        self.reader(place).map_err(TryLockError::Poisoned)
    }
    /// Takes the lock as the writer if nobody has it.
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let place = Location::caller();
        if self.holders.step(|holders| holders.write(place)).is_err() {
            watch::note_look(place, || "tries the lock, which is taken".into());
            return Err(TryLockError::WouldBlock);
        }
        watch::note_look(place, || "locks for writing".into());
        self.writer(place).map_err(TryLockError::Poisoned)
    }
    fn reader(&self, place: &'static Location) -> LockResult<RwLockReadGuard<'_, T>> {
        let guard =
            |value| RwLockReadGuard { lock: self, value: Some(value), held: Held::new(place) };
        match self.value.read() {
            Ok(value) => Ok(guard(value)),
            Err(poison) => Err(PoisonError::new(guard(poison.into_inner()))),
        }
    }
    fn writer(&self, place: &'static Location) -> LockResult<RwLockWriteGuard<'_, T>> {
        let guard =
            |value| RwLockWriteGuard { lock: self, value: Some(value), held: Held::new(place) };
        match self.value.write() {
            Ok(value) => Ok(guard(value)),
            Err(poison) => Err(PoisonError::new(guard(poison.into_inner()))),
        }
    }
    /// Returns whether a writer has panicked while it held the lock.
    pub fn is_poisoned(&self) -> bool {
        self.value.is_poisoned()
    }
    /// Forgets that a writer has panicked.
    pub fn clear_poison(&self) {
        self.value.clear_poison();
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
    held: Held,
}

/// The right to the value, until it is dropped.
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    value: Option<::std::sync::RwLockWriteGuard<'a, T>>,
    held: Held,
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        step(); // Others may find it locked.
        self.value = None;
        self.held.note("unlocks");
        self.lock.holders.with(|holders| holders.readers -= 1);
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        step(); // Others may find it locked.
        self.value = None;
        self.held.note("unlocks");
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
