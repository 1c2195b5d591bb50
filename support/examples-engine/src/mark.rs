//! The number that something shared has in a schedule.

use std::sync::atomic::AtomicU64;

use crate::event::Object;
use crate::schedule::Me;

/// Remembers which schedule has last used something, and its number there.
#[derive(Default)]
pub(crate) struct Mark {
    schedule: AtomicU64,
    number: AtomicU64,
    kind: &'static str,
}

impl Mark {
    pub const fn new(kind: &'static str) -> Self {
        Self { schedule: AtomicU64::new(0), number: AtomicU64::new(0), kind }
    }

    /// Returns its number in this schedule, which uses it now.
    pub fn number(&self, me: &Me) -> u64 {
        me.marks(&self.schedule, &self.number)
    }

    /// Forgets who has used it.
    pub fn forget(&self) {
        self.schedule.store(0, std::sync::atomic::Ordering::Relaxed);
    }

    /// Returns what is told of it.
    pub fn object(&self, me: &Me) -> Option<Object> {
        me.records().then(|| Object { kind: self.kind, number: self.number(me) })
    }
}
