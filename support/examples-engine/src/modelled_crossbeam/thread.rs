//! `crossbeam::thread`.

use std::any::Any;
use std::io;
use std::panic::AssertUnwindSafe;

use crate::modelled::panic::catch_unwind;
use crate::modelled::thread as model;

pub use model::Result;

/// A scope in which threads can borrow.
#[derive(Debug)]
pub struct Scope<'scope, 'env: 'scope>(&'scope model::Scope<'scope, 'env>);

/// The right to wait for the end of a thread.
pub type ScopedJoinHandle<'scope, T> = model::ScopedJoinHandle<'scope, T>;

impl<'scope, 'env> Scope<'scope, 'env> {
    /// Starts a thread in this scope.
    #[track_caller]
    pub fn spawn<F, T>(&self, job: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce(&Scope<'scope, 'env>) -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let scope = self.0;
        scope.spawn(move || job(&Scope(scope)))
    }
    /// Returns what makes a thread with a name or a stack of its own.
    pub fn builder(&self) -> ScopedThreadBuilder<'scope, 'env> {
        ScopedThreadBuilder { scope: self.0, builder: model::Builder::new() }
    }
}

/// Makes a thread with a name or a stack of its own.
#[derive(Debug)]
pub struct ScopedThreadBuilder<'scope, 'env> {
    scope: &'scope model::Scope<'scope, 'env>,
    builder: model::Builder,
}

impl<'scope, 'env> ScopedThreadBuilder<'scope, 'env> {
    /// Sets the name.
    #[must_use]
    pub fn name(self, name: String) -> Self {
        Self { builder: self.builder.name(name), ..self }
    }
    /// Sets the size of the stack.
    #[must_use]
    pub fn stack_size(self, size: usize) -> Self {
        Self { builder: self.builder.stack_size(size), ..self }
    }
    /// Starts the thread.
    #[track_caller]
    pub fn spawn<F, T>(self, job: F) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce(&Scope<'scope, 'env>) -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let Self { scope, builder } = self;
        builder.spawn_scoped(scope, move || job(&Scope(scope)))
    }
}

/// Runs `job`, and waits for the end of all threads that it has started in the scope. Returns an error if
/// one of them has panicked and was not joined.
#[track_caller]
pub fn scope<'env, F, R>(job: F) -> std::result::Result<R, Box<dyn Any + Send + 'static>>
where
    F: for<'scope> FnOnce(&Scope<'scope, 'env>) -> R,
{
    catch_unwind(AssertUnwindSafe(|| model::scope(|scope| job(&Scope(scope)))))
}
