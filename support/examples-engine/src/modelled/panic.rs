//! `std::panic`.

pub use ::std::panic::*;

use std::any::Any;

use crate::schedule::{self, Abandoned};

/// Runs a job, and returns its panic as an error.
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(
    job: F,
) -> Result<R, Box<dyn Any + Send + 'static>> {
    go_on_unwinding(::std::panic::catch_unwind(job))
}

/// A thread whose schedule has ended can't be stopped on its way.
pub(crate) fn go_on_unwinding<R>(
    result: Result<R, Box<dyn Any + Send + 'static>>,
) -> Result<R, Box<dyn Any + Send + 'static>> {
    match result {
        Err(panic) if panic.is::<Abandoned>() => resume_unwind(panic),
        result => result,
    }
}

/// Sets what is called at each panic. In a schedule that is the engine, which prints nothing.
pub fn set_hook(hook: Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>) {
    if schedule::me().is_none() {
        ::std::panic::set_hook(hook);
    }
}

/// Returns what is called at each panic. In a schedule it does nothing.
pub fn take_hook() -> Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static> {
    match schedule::me() {
        Some(_) => Box::new(|_| ()),
        None => ::std::panic::take_hook(),
    }
}
