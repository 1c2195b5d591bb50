//! Lets threads that run freely wait for any of several things to change.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

static RUNG: Mutex<u64> = Mutex::new(0);
static RINGS: Condvar = Condvar::new();
/// How many threads wait, or are about to.
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// Something has changed.
pub(crate) fn ring() {
    if WAITING.load(SeqCst) > 0 {
        *RUNG.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        RINGS.notify_all();
    }
}

/// Says that the current thread is going to wait for a change, or is not any more.
pub(crate) struct Listens;

impl Listens {
    pub fn new() -> Self {
        WAITING.fetch_add(1, SeqCst);
        Self
    }

    /// Returns how often it was rung so far.
    pub fn rung(&self) -> u64 {
        *RUNG.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it is rung more often than `before`, or until the time has passed.
    pub fn wait(&self, before: u64, limit: Option<Duration>) {
        let limit = limit.unwrap_or(Duration::from_secs(3600));
        let rung = RUNG.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = RINGS.wait_timeout_while(rung, limit, |rung| *rung == before);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for Listens {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, SeqCst);
    }
}
