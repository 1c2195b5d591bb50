//! Channels to which the clock sends.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::modelled::time::Instant;

/// When the clock sends the next message, and what it is.
pub(crate) struct Clock<T> {
    /// `None` if there is no other.
    next: Mutex<Option<Instant>>,
    every: Option<Duration>,
    message: fn(Instant) -> T,
}

impl<T> Clock<T> {
    /// Returns a clock that sends at this moment, and then at intervals, if `every` says so.
    pub fn new(next: Option<Instant>, every: Option<Duration>, message: fn(Instant) -> T) -> Self {
        Self { next: Mutex::new(next), every, message }
    }

    /// Returns how long it takes until the next message.
    pub fn left(&self) -> Option<Duration> {
        let next = (*self.next.lock().unwrap_or_else(PoisonError::into_inner))?;
        Some(next.saturating_duration_since(Instant::now()))
    }

    /// Returns whether a message is there.
    pub fn is_due(&self) -> bool {
        self.left() == Some(Duration::ZERO)
    }

    /// Sends the next message now.
    pub fn hurry(&self) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Takes the message that is there.
    pub fn take(&self) -> Option<T> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let due = (*next).filter(|due| *due <= now)?;
        *next = self.every.and_then(|every| now.checked_add(every));
        Some((self.message)(due))
    }
}
