//! What the models write down: what was done in which line, and which locks a thread holds.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, Location};

use crate::event::{Panic, Unsupported};
use crate::{free, host, schedule};

thread_local! {
    /// The lines in which this thread has taken the locks that it holds.
    static HELD: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// Lets the schedule choose which thread runs next, before an operation that others can see.
pub(crate) fn step() {
    if let Some(me) = schedule::me() {
        me.step();
    }
}

/// Writes down what the current thread has done, if it runs in a schedule.
pub(crate) fn note(place: &Location, what: impl FnOnce() -> String) {
    if let Some(me) = schedule::me() {
        me.note(host::line(place), what());
    }
}

/// Writes down what the current thread has looked at, if it runs in a schedule.
pub(crate) fn note_look(place: &Location, what: impl FnOnce() -> String) {
    if let Some(me) = schedule::me() {
        me.note_look(host::line(place), what());
    }
}

/// A lock that is held by a thread.
pub(crate) struct Held(u32);

impl Held {
    pub(crate) fn new(place: &Location) -> Self {
        let line = host::line(place);
        let _ = HELD.try_with(|held| held.borrow_mut().push(line));
        free::locked();
        Self(line)
    }

    pub(crate) fn note(&self, what: &str) {
        if let Some(me) = schedule::me() {
            me.note(0, what.into());
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = HELD.try_with(|held| {
            let mut held = held.borrow_mut();
            if let Some(index) = held.iter().rposition(|line| *line == self.0) {
                held.remove(index);
            }
        });
    }
}

/// Returns the lines in which the current thread has taken the locks that it holds.
pub fn locks_held() -> Vec<u32> {
    HELD.with_borrow(Clone::clone)
}

/// Ends the schedule, or asks the host to end the process: a thread does what the engine can't follow.
pub(crate) fn cannot_follow(this: Unsupported) -> ! {
    match schedule::me() {
        Some(me) => me.cannot_follow(this),
        None => host::cannot_follow(&this),
    }
}

/// The same for something that has no model.
pub(crate) fn no_model(place: &Location, what: &str) -> ! {
    cannot_follow(Unsupported::NoModel { what: what.into(), line: host::line(place) })
}

fn words(panic: &dyn Any) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "it does not say why".into())
}

/// From now on a panic is not printed but written down: in a schedule it may be what is wanted, a thousand times.
pub fn keep_panics() {
    panic::set_hook(Box::new(|info| {
        let words = words(info.payload());
        let line = info.location().map_or(0, host::line);
        let panic = Panic { line, words };
        match schedule::me() {
            Some(me) => me.note_panic(panic),
            None => free::panicked(panic),
        }
    }));
}
