//! `crossbeam::thread`.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
