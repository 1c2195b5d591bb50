//! For the check itself, which runs in a schedule.

use std::fmt;
use std::panic::Location;

use crate::monitor::Monitor;
use crate::schedule;
use crate::state::WHEN_ALL_IS_DONE;

/// Writes down what the check's part of a schedule does, such as `begins job 1`, and lets other threads run.
pub fn step(what: impl Into<String>) {
    if let Some(me) = schedule::me() {
        if me.records() {
            me.note(None, what.into().into());
        }
        me.step();
    }
}

/// Waits until all other threads of the schedule have ended, or wait for what will never come.
pub fn until_nothing_else_happens() {
    if is_followed() {
        let what = "waits until nothing else happens";
        let limit = Some(WHEN_ALL_IS_DONE);
        let _: Option<()> =
            Monitor::new(()).wait_limited(Location::caller(), limit, |()| Err(what.into()));
    }
}

/// Returns how many other threads of the schedule have not ended.
pub fn threads_left() -> usize {
    schedule::me().map_or(0, |me| me.others_left())
}

/// Returns whether the current thread belongs to a schedule. One that does not was started in a way that can't be
/// followed.
pub fn is_followed() -> bool {
    schedule::me().is_some()
}

/// Prints, or keeps what a thread of a schedule prints.
#[doc(hidden)]
pub fn print(text: fmt::Arguments) {
    match schedule::me() {
        Some(me) => me.print(&text.to_string()),
        None => std::print!("{text}"),
    }
}

/// Prints as [`print`] does, and writes that down.
#[doc(hidden)]
pub fn print_as_event(text: fmt::Arguments) {
    print(text);
    // Nobody can have done anything since.
    if let Some(me) = schedule::me()
        && me.records()
    {
        me.note(None, format!("prints {:?}", text.to_string().trim_end_matches('\n')).into());
    }
}

/// Prints to standard error, but not in a schedule.
#[doc(hidden)]
pub fn eprint(text: fmt::Arguments) {
    if !is_followed() {
        std::eprint!("{text}");
    }
}
