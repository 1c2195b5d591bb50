use std::fmt;
use std::ops::Deref;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::{Mutex, PoisonError};

use crate::event::Note;
use crate::monitor::Monitor;
use crate::watch;

/// Runs a job once, whoever asks first.
pub struct Once(Monitor<State>);

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Runs,
    Done,
    Poisoned,
}

impl Once {
    /// Returns one that has not run.
    #[allow(clippy::new_without_default)] // as in std
    pub const fn new() -> Self {
        Self(Monitor::of("once", State::New))
    }
    /// Runs the job unless one has run. Waits for the end of one that runs.
    ///
    /// # Panics
    /// If a job before has panicked.
    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, job: F) {
        let place = Location::caller();
        self.call(place, |state| {
            assert!(!state.is_poisoned(), "Once instance has previously been poisoned");
            job();
        });
    }
    /// The same, also if a job before has panicked.
    #[track_caller]
    pub fn call_once_force<F: FnOnce(&OnceState)>(&self, job: F) {
        self.call(Location::caller(), job);
    }
    fn call(&self, place: &'static Location, job: impl FnOnce(&OnceState)) {
        let before = self.0.wait(place, |state| match *state {
            State::Runs => Err("waits for the thread that makes the value".into()),
            State::Done => Ok(State::Done),
            before => {
                *state = State::Runs;
                Ok(before)
            }
        });
        if before != State::Done {
            let mut end = End(&self.0, State::Poisoned);
            job(&OnceState(before == State::Poisoned));
            end.1 = State::Done;
        }
    }
    /// Returns whether the job has run.
    #[track_caller]
    pub fn is_completed(&self) -> bool {
        let is_done = self.0.ask(|state| *state == State::Done);
        let place = Location::caller();
        watch::note_look(place, is_done.into(), || {
            let what = if is_done { "finds that it is done" } else { "finds that it is not done" };
            Note::from(what).to(self.0.object())
        });
        is_done
    }
    /// Waits until a job has run.
    ///
    /// # Panics
    /// If it panics.
    #[track_caller]
    pub fn wait(&self) {
        let end = self.0.wait(Location::caller(), |state| match *state {
            State::New | State::Runs => Err("waits for the value that another thread makes".into()),
            end => Ok(end),
        });
        assert!(end == State::Done, "Once instance has previously been poisoned");
    }
    /// Waits until a job has run, also if one has panicked.
    #[track_caller]
    pub fn wait_force(&self) {
        self.0.wait(Location::caller(), |state| match *state {
            State::Done => Ok(()),
            _ => Err("waits for the value that another thread makes".into()),
        });
    }
}

/// Says how a job has ended.
struct End<'a>(&'a Monitor<State>, State);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.step(|state| *state = self.1); // Until here it is not done.
    }
}

/// Says whether a job before has panicked.
#[derive(Debug)]
pub struct OnceState(bool);

impl OnceState {
    /// Returns whether a job before has panicked.
    pub fn is_poisoned(&self) -> bool {
        self.0
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}

/// A value that is set once.
pub struct OnceLock<T> {
    once: Once,
    value: ::std::sync::OnceLock<T>,
}

impl<T> OnceLock<T> {
    /// Returns one without a value.
    pub const fn new() -> Self {
        Self { once: Once::new(), value: ::std::sync::OnceLock::new() }
    }
    /// Returns the value, if there is one.
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        if self.once.is_completed() { self.value.get() } else { None }
    }
    /// Returns the value, if there is one.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut()
    }
    /// Waits for the value.
    #[track_caller]
    pub fn wait(&self) -> &T {
        self.once.wait_force();
        self.value.get().expect("it has just been set")
    }
    /// Sets the value. Returns it as an error if there is one.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        self.get_or_init(|| value.take().expect("this runs once"));
        value.map_or(Ok(()), Err)
    }
    /// Returns the value; if there is none, makes it.
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, make: F) -> &T {
        self.once.call_once_force(|_| {
            let _ = self.value.set(make());
        });
        self.value.get().expect("it has been set")
    }
    /// Returns the value.
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }
    /// Takes the value out.
    pub fn take(&mut self) -> Option<T> {
        self.once = Once::new();
        self.value.take()
    }
}

impl<T> Default for OnceLock<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> From<T> for OnceLock<T> {
    fn from(value: T) -> Self {
        let lock = Self::new();
        let _ = lock.set(value);
        lock
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    fn clone(&self) -> Self {
        self.get().map_or_else(Self::new, |value| Self::from(value.clone()))
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}

/// A value that is made when it is first needed.
pub struct LazyLock<T, F = fn() -> T> {
    value: OnceLock<T>,
    make: Mutex<Option<F>>,
}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// Returns a value that `make` will make.
    pub const fn new(make: F) -> Self {
        Self { value: OnceLock::new(), make: Mutex::new(Some(make)) }
    }
    /// Returns the value.
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        this.value.get_or_init(|| {
            let make = this.make.lock().unwrap_or_else(PoisonError::into_inner).take();
            make.expect("LazyLock instance has previously been poisoned")()
        })
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;
    fn deref(&self) -> &T {
        Self::force(self)
    }
}

impl<T: Default> Default for LazyLock<T> {
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.value.fmt(f)
    }
}
