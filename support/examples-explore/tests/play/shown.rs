//! `std` for the programs of the page: the models, of which a `Mutex` and a channel also write their values down.

pub use examples_explore::prelude::std::*;

/// The tool makes this of `drop`.
#[track_caller]
pub fn drop<T>(value: T) {
    ::std::mem::drop(sync::arc::before_drop(value));
}

pub mod sync {
    pub use examples_explore::prelude::std::sync::*;

    use std::fmt::Debug;

    /// A lock whose value is written down when it is unlocked.
    pub struct Mutex<T>(examples_explore::prelude::std::sync::Mutex<T>);

    impl<T: Debug> Mutex<T> {
        pub fn new(value: T) -> Self {
            Self(examples_explore::prelude::std::sync::Mutex::new(value))
        }
        #[track_caller]
        pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
            match self.0.lock() {
                Ok(guard) => Ok(guard.shown()),
                Err(poison) => Err(PoisonError::new(poison.into_inner().shown())),
            }
        }
    }

    pub mod mpsc {
        pub use examples_explore::prelude::std::sync::mpsc::shown_channel as channel;
    }
}
