//! The program that uses the engine: what it knows better than the engine does.

use std::panic::Location;
use std::sync::OnceLock;

use crate::unsupported::Unsupported;

/// What the program that uses the engine says about itself.
pub struct Host {
    /// A part of the path of each of its own source files. Their lines are never told.
    pub own_files: &'static str,
    /// Returns what the current thread is called, if that is more than its name.
    pub thread_name: fn() -> Option<String>,
    /// Ends the process: a thread that belongs to no schedule has done this.
    pub cannot_follow: fn(&Unsupported) -> !,
}

static HOST: OnceLock<Host> = OnceLock::new();

impl Host {
    /// Lets the engine know. The first one counts.
    pub fn install(self) {
        let _ = HOST.set(self);
    }
}

/// Returns the line of a place, or 0 if that is not in the program's file but in a library.
pub(crate) fn line(place: &Location) -> u32 {
    let file = place.file();
    let own_files = HOST.get().map(|host| host.own_files);
    let ours = ["support/examples-engine/src/", "support/examples-explore/src/"];
    let mut elsewhere = ["/rustc/", "/registry/"].into_iter().chain(ours).chain(own_files);
    if elsewhere.any(|part| file.contains(part)) { 0 } else { place.line() }
}

pub(crate) fn thread_name() -> Option<String> {
    (HOST.get()?.thread_name)()
}

pub(crate) fn cannot_follow(this: &Unsupported) -> ! {
    match HOST.get() {
        Some(host) => (host.cannot_follow)(this),
        None => panic!("{this}"),
    }
}
