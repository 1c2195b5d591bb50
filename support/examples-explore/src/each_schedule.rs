//! A `static` that begins anew in each schedule.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many schedules have begun.
static SCHEDULE: AtomicU64 = AtomicU64::new(0);

/// Begins a schedule.
pub(super) fn begin() {
    SCHEDULE.fetch_add(1, Ordering::SeqCst);
}

/// The value of a `static` of an explored program.
pub struct EachSchedule<T: 'static> {
    make: fn() -> T,
    made: Mutex<Option<(u64, &'static T)>>,
}

impl<T> EachSchedule<T> {
    /// Returns a value that is made by `make` in each schedule.
    pub const fn new(make: fn() -> T) -> Self {
        Self { make, made: Mutex::new(None) }
    }
}

impl<T> Deref for EachSchedule<T> {
    type Target = T;

    fn deref(&self) -> &T {
        let now = SCHEDULE.load(Ordering::SeqCst);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        match *made {
            Some((schedule, value)) if schedule == now => value,
            _ => {
                // A `static` is never dropped. These few bytes a schedule stay as well.
                let value = Box::leak(Box::new((self.make)()));
                *made = Some((now, value));
                value
            }
        }
    }
}
