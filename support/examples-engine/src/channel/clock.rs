//! Channels to which the clock sends.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::{Channel, Failed, Place};
use crate::event::Note;
use crate::modelled::time::Instant;
use crate::monitor::SHORT;
use crate::schedule;
use crate::watch::step;

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

impl<T> Channel<T> {
    /// Waits for the clock to send.
    pub(super) fn receive_from(
        &self,
        clock: &Clock<T>,
        place: Place,
        limit: Option<Duration>,
    ) -> Result<T, Failed> {
        step();
        let Some(me) = schedule::me() else {
            let left = clock.left().unwrap_or(Duration::MAX);
            std::thread::sleep(limit.map_or(left, |limit| limit.min(left)));
            return clock.take().ok_or(Failed::NotNow(()));
        };
        let mut message = clock.take();
        if message.is_none() {
            let left = clock.left();
            if left.is_some_and(|left| left < SHORT) && me.time_out_at_once(place) {
                clock.hurry();
            } else {
                let first = [left, limit].into_iter().flatten().min();
                let note = Note::from("waits for the clock").to(self.state.object());
                me.wait(vec![self.state.number(&me)], place, note, first, true);
            }
            message = clock.take();
        }
        match message {
            Some(message) => {
                self.note(place, "receives from the clock");
                Ok(message)
            }
            None => {
                me.count_time_out(place);
                Err(Failed::NotNow(()))
            }
        }
    }
}
