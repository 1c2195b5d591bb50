//! `crossbeam::utils`.

pub use ::crossbeam::utils::*;

use std::cell::Cell;

use crate::modelled::thread::yield_now;

/// Lets other threads run, and counts how often.
#[derive(Debug, Default)]
pub struct Backoff(Cell<u32>);

/// After this many, a real one advises to block.
const LIMIT: u32 = 10;

impl Backoff {
    /// Returns one that has not been used.
    pub fn new() -> Self {
        Self::default()
    }
    /// Begins anew.
    pub fn reset(&self) {
        self.0.set(0);
    }
    /// Lets another thread run.
    pub fn spin(&self) {
        self.snooze();
    }
    /// Lets another thread run.
    pub fn snooze(&self) {
        yield_now();
        self.0.set(self.0.get() + 1);
    }
    /// Returns whether it is time to block.
    pub fn is_completed(&self) -> bool {
        self.0.get() > LIMIT
    }
}
