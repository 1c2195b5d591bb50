use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use crate::modelled::time::Instant;
use crate::monitor::Monitor;
use crate::watch;

/// Waits for a token.
pub struct Parker(Unparker);

/// Hands a token to a parker.
#[derive(Clone)]
pub struct Unparker(Arc<Monitor<bool>>);

impl Parker {
    /// Returns one without a token.
    #[allow(clippy::new_without_default)] // there is one below
    pub fn new() -> Self {
        Self(Unparker(Arc::new(Monitor::of("token", false))))
    }
    /// Waits for the token.
    #[track_caller]
    pub fn park(&self) {
        self.park_limited(Location::caller(), None);
    }
    /// Waits for the token, or until the time has passed.
    #[track_caller]
    pub fn park_timeout(&self, limit: Duration) {
        self.park_limited(Location::caller(), Some(limit));
    }
    /// Waits for the token, or until then.
    #[track_caller]
    pub fn park_deadline(&self, end: Instant) {
        self.park_timeout(end.saturating_duration_since(Instant::now()));
    }
    fn park_limited(&self, place: &'static Location<'static>, limit: Option<Duration>) {
        self.0.0.wait_limited(place, limit, |token| {
            if std::mem::take(token) { Ok(()) } else { Err("is parked".into()) }
        });
    }
    /// Returns what hands it the token.
    pub fn unparker(&self) -> &Unparker {
        &self.0
    }
}

impl Unparker {
    /// Hands the parker its token.
    #[track_caller]
    pub fn unpark(&self) {
        self.0.step(|token| *token = true);
        watch::note(Location::caller(), || "hands over a token");
    }
}

impl Default for Parker {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Parker {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad("Parker { .. }")
    }
}

impl fmt::Debug for Unparker {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad("Unparker { .. }")
    }
}
