//! `crossbeam::atomic`.

pub use ::crossbeam::atomic::*;

use std::fmt;
use std::panic::Location;

use crate::monitor::Monitor;
use crate::watch::{self, note, note_look};

/// A value that threads change without a lock. Each operation is one step of a schedule.
pub struct AtomicCell<T> {
    real: ::crossbeam::atomic::AtomicCell<T>,
    /// All operations are ordered, as they are in the real one.
    steps: Monitor<()>,
}

impl<T> AtomicCell<T> {
    /// Returns a cell with this value.
    pub const fn new(value: T) -> Self {
        Self { real: ::crossbeam::atomic::AtomicCell::new(value), steps: Monitor::of("cell", ()) }
    }
    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.real.into_inner()
    }
    /// Returns whether a value of this type needs no lock.
    pub const fn is_lock_free() -> bool {
        ::crossbeam::atomic::AtomicCell::<T>::is_lock_free()
    }
    /// Sets the value.
    #[track_caller]
    pub fn store(&self, value: T) {
        self.steps.step(|()| self.real.store(value));
        note(Location::caller(), || "writes the cell");
    }
    /// Sets the value, and returns the one before.
    #[track_caller]
    pub fn swap(&self, value: T) -> T {
        let old = self.steps.step(|()| self.real.swap(value));
        note_look(Location::caller(), 0, || "reads and writes the cell, in one step");
        old
    }
}

impl<T: Default> AtomicCell<T> {
    /// Returns the value, and leaves the default.
    #[track_caller]
    pub fn take(&self) -> T {
        self.swap(T::default())
    }
}

impl<T: Copy> AtomicCell<T> {
    /// Returns the value.
    #[track_caller]
    pub fn load(&self) -> T {
        let value = self.steps.ask(|()| self.real.load());
        note_look(Location::caller(), 0, || "reads the cell");
        value
    }
}

impl<T: Copy + Eq> AtomicCell<T> {
    /// Sets the value if it is as expected.
    #[track_caller]
    pub fn compare_exchange(&self, current: T, new: T) -> Result<T, T> {
        let result = self.steps.step(|()| self.real.compare_exchange(current, new));
        note_look(Location::caller(), 0, || match result {
            Ok(_) => "reads and writes the cell, in one step",
            Err(_) => "reads the cell, and writes nothing",
        });
        result
    }
    /// Changes the value with a function, if that returns one.
    #[track_caller]
    pub fn fetch_update<F: FnMut(T) -> Option<T>>(&self, mut change: F) -> Result<T, T> {
        let mut old = self.load();
        while let Some(new) = change(old) {
            match self.compare_exchange(old, new) {
                Ok(old) => return Ok(old),
                Err(other) => old = other,
            }
        }
        Err(old)
    }
}

macro_rules! fetch {
    ($($t:ty: $($fetch:ident)+;)+) => {$(
        impl AtomicCell<$t> {
            $(
                /// Changes the value in one step, and returns the one before.
                #[track_caller]
                pub fn $fetch(&self, value: $t) -> $t {
                    let old = self.steps.step(|()| self.real.$fetch(value));
                    note(Location::caller(), || format!("changes {old}, in one step"));
                    old
                }
            )+
        }
    )+};
}

macro_rules! fetch_integers {
    ($($t:ty)+) => {
        fetch! { $($t: fetch_add fetch_sub fetch_and fetch_nand fetch_or fetch_xor fetch_max fetch_min;)+ }
    };
}
fetch_integers! { u8 u16 u32 u64 usize i8 i16 i32 i64 isize }
fetch! { bool: fetch_and fetch_nand fetch_or fetch_xor; }

impl<T: Default> Default for AtomicCell<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for AtomicCell<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for AtomicCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        watch::cannot_see();
        self.real.fmt(f)
    }
}
