//! What `main` or a test returns.

use std::fmt::Debug;
use std::process::ExitCode;

/// What `main` or a test may return.
pub trait Ended {
    /// Returns what is wrong, if anything is.
    fn ended(self) -> Result<(), String>;
}

impl Ended for () {
    fn ended(self) -> Result<(), String> {
        Ok(())
    }
}

impl Ended for ExitCode {
    fn ended(self) -> Result<(), String> {
        if self == ExitCode::SUCCESS { Ok(()) } else { Err(format!("it returns {self:?}")) }
    }
}

impl<T: Ended, E: Debug> Ended for Result<T, E> {
    fn ended(self) -> Result<(), String> {
        match self {
            Ok(value) => value.ended(),
            Err(error) => Err(format!("it returns the error {error:?}")),
        }
    }
}
