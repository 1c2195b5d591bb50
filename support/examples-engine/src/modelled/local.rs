//! `std::thread_local!`.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use crate::local;

/// A value that each thread has for itself.
pub struct LocalKey<T: 'static> {
    make: fn() -> T,
    /// So that each key has an address of its own.
    _place: u8,
}

/// Says that a thread's value is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessError;

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad("already destroyed")
    }
}

impl std::error::Error for AccessError {}

impl<T: 'static> LocalKey<T> {
    #[doc(hidden)]
    pub const fn new(make: fn() -> T) -> Self {
        Self { make, _place: 0 }
    }
    fn value(&'static self) -> Rc<T> {
        let key = std::ptr::from_ref(self).addr();
        let known = local::value(key).and_then(|value| value.downcast().ok());
        known.unwrap_or_else(|| {
            let value = Rc::new((self.make)());
            local::set_value(key, Rc::clone(&value) as _);
            value
        })
    }
    /// Does something with the current thread's value.
    pub fn with<R>(&'static self, job: impl FnOnce(&T) -> R) -> R {
        job(&self.value())
    }
    /// Does something with the current thread's value.
    ///
    /// # Errors
    /// None, since the model's values can be made again.
    pub fn try_with<R>(&'static self, job: impl FnOnce(&T) -> R) -> Result<R, AccessError> {
        Ok(self.with(job))
    }
}

impl<T> LocalKey<Cell<T>> {
    /// Sets the value.
    pub fn set(&'static self, value: T) {
        self.with(|cell| cell.set(value));
    }
    /// Returns the value.
    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }
    /// Returns the value, and leaves the default.
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }
    /// Sets the value, and returns the one before.
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
    /// Changes the value with a function.
    pub fn update(&'static self, change: impl FnOnce(T) -> T)
    where
        T: Copy,
    {
        self.set(change(self.get()));
    }
}

impl<T> LocalKey<RefCell<T>> {
    /// Does something with the value.
    pub fn with_borrow<R>(&'static self, job: impl FnOnce(&T) -> R) -> R {
        self.with(|cell| job(&cell.borrow()))
    }
    /// Changes the value.
    pub fn with_borrow_mut<R>(&'static self, job: impl FnOnce(&mut T) -> R) -> R {
        self.with(|cell| job(&mut cell.borrow_mut()))
    }
    /// Sets the value.
    pub fn set(&'static self, value: T) {
        self.with(|cell| cell.replace(value));
    }
    /// Returns the value, and leaves the default.
    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }
    /// Sets the value, and returns the one before.
    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T> fmt::Debug for LocalKey<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("LocalKey").finish_non_exhaustive()
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __thread_local {
    ($($(#[$any:meta])* $vis:vis static $name:ident: $t:ty = $make:expr);* $(;)?) => {$(
        $(#[$any])* $vis static $name: $crate::modelled::thread::LocalKey<$t> =
            $crate::modelled::thread::LocalKey::new(|| $make);
    )*};
}
