//! Scopes, in which threads can borrow.

use std::fmt;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, Location, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::thread::Result;

use super::Thread;
use super::start::{Builder, Link, Slot};
use crate::monitor::Monitor;

/// A scope in which threads can borrow.
pub struct Scope<'scope, 'env: 'scope> {
    pub(super) real: &'scope ::std::thread::Scope<'scope, 'env>,
    pub(super) running: Arc<Monitor<Running>>,
}

/// The threads of a scope.
#[derive(Default)]
pub(super) struct Running {
    left: usize,
    /// Those that have panicked.
    panicked: usize,
    /// Those of them that were joined. A thread that runs freely may be joined before it is counted.
    joined: usize,
}

impl Running {
    pub fn begins(&mut self) {
        self.left += 1;
    }

    pub fn ends(&mut self, has_panicked: bool) {
        self.left -= 1;
        self.panicked += usize::from(has_panicked);
    }

    /// Returns how many have panicked and were not joined, when all have ended.
    fn unjoined(&self) -> usize {
        self.panicked - self.joined
    }
}

impl<'scope> Scope<'scope, '_> {
    /// Starts a thread in this scope.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, job: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Builder::new().spawn_scoped(self, job).expect("failed to spawn thread")
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.real.fmt(f)
    }
}

/// Runs `job`, and waits for the end of all threads that it has started in the scope.
///
/// # Panics
/// If one of the threads has panicked and was not joined.
#[track_caller]
pub fn scope<'env, F, T>(job: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let place = Location::caller();
    ::std::thread::scope(|real| {
        let running = Arc::new(Monitor::of("scope", Running::default()));
        // Leaked, since it must live as long as the real scope: these few bytes are all.
        let scope = Box::leak(Box::new(Scope { real, running: Arc::clone(&running) }));
        let result = catch_unwind(AssertUnwindSafe(|| job(scope)));
        let panicked = running.wait(place, |running| match running.left {
            0 => Ok(running.unjoined()),
            1 => Err("waits for the end of the scope's last thread".into()),
            left => Err(format!("waits for the end of the scope's {left} threads")),
        });
        match result {
            Err(panic) => resume_unwind(panic),
            Ok(_) if panicked > 0 => panic!("a scoped thread panicked"),
            Ok(result) => result,
        }
    })
}

/// The right to wait for the end of a thread in a scope.
pub struct ScopedJoinHandle<'scope, T> {
    result: Slot<T>,
    thread: Thread,
    link: Link,
    running: Arc<Monitor<Running>>,
    scope: PhantomData<&'scope ()>,
}

impl<T> ScopedJoinHandle<'_, T> {
    pub(super) fn new(
        result: Slot<T>,
        thread: Thread,
        link: Link,
        running: Arc<Monitor<Running>>,
    ) -> Self {
        Self { result, thread, link, running, scope: PhantomData }
    }
    /// Waits for the end of the thread, and returns what it returned.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        let result = self.link.join(Location::caller(), &self.result);
        if result.is_err() {
            self.running.with(|running| running.joined += 1);
        }
        result
    }
    /// Returns the thread.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }
    /// Returns whether the thread has ended.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        self.link.is_finished(Location::caller())
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Running;

    #[test]
    fn a_panic_may_be_joined_before_it_is_counted() {
        let mut running = Running::default();
        running.begins();
        running.begins();
        running.joined += 1;
        running.ends(true);
        running.ends(true);
        assert_eq!(running.unjoined(), 1);
    }
}
