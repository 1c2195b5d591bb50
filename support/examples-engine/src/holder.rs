//! Who holds a lock.

use std::panic::Location;

use crate::event::Note;
use crate::schedule::Me;
use crate::{free, host, schedule};

/// Who has taken a lock, and in which line. It becomes words when they are needed.
pub(crate) struct Holder {
    me: Option<Me>,
    name: Option<String>,
    line: u32,
}

impl Holder {
    /// Returns the current thread, which has taken a lock here.
    pub fn new(place: &'static Location) -> Self {
        let me = schedule::me();
        let name = if me.is_some() { None } else { Some(free::name()) };
        Self { me, name, line: host::line(place) }
    }

    /// Returns what a thread waits for that waits for the lock.
    pub fn note(&self) -> Note {
        let label = self.me.as_ref().map(|me| me.label(me.id()));
        let label = label.or_else(|| self.name.clone()).unwrap_or_default();
        let mut what = format!("waits for the lock that {label} has taken");
        if self.line > 0 {
            what += &format!(" in line {}", self.line);
        }
        Note { waits_for: self.me.iter().map(Me::id).collect(), ..what.into() }
    }
}
