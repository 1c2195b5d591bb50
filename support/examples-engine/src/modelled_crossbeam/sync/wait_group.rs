use std::panic::Location;
use std::sync::Arc;

use crate::monitor::Monitor;
use crate::watch::cannot_see;

/// Waits until all of its clones are gone.
pub struct WaitGroup(Arc<Monitor<usize>>);

impl WaitGroup {
    /// Returns a new one.
    #[allow(clippy::new_without_default)] // there is one below
    pub fn new() -> Self {
        Self(Arc::new(Monitor::of("wait group", 1)))
    }
    /// Drops this one, and waits until all others are gone.
    #[track_caller]
    pub fn wait(self) {
        let group = Arc::clone(&self.0);
        drop(self);
        group.wait(Location::caller(), |left| match *left {
            0 => Ok(()),
            1 => Err("waits for the last clone of the wait group to be dropped".into()),
            left => Err(format!("waits for {left} clones of the wait group to be dropped")),
        });
    }
}

impl std::fmt::Debug for WaitGroup {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_struct("WaitGroup").finish_non_exhaustive()
    }
}

impl Default for WaitGroup {
    fn default() -> Self {
        Self::new()
    }
}

impl Clone for WaitGroup {
    fn clone(&self) -> Self {
        self.0.with(|left| *left += 1);
        Self(Arc::clone(&self.0))
    }
}

impl Drop for WaitGroup {
    fn drop(&mut self) {
        cannot_see(); // It may lie in an `Arc`, which the last one drops.
        self.0.step(|left| *left -= 1);
    }
}
